use passkey_provider::seal::DeviceKey;

fn write(secret: &DeviceKey) {
    serde_json::to_vec(secret);
}

fn main() {}
