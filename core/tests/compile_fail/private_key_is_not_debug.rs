use passkey_provider::key::PrivateKey;

fn print(secret: &PrivateKey) {
    format!("{secret:?}");
}

fn main() {}
