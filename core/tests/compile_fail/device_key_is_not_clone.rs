use passkey_provider::seal::DeviceKey;

fn copy(secret: &DeviceKey) -> DeviceKey {
    secret.clone()
}

fn main() {}
