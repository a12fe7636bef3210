use passkey_provider::seal::DeviceKey;

fn print(secret: &DeviceKey) {
    format!("{secret}");
}

fn main() {}
