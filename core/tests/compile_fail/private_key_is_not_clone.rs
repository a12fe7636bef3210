use passkey_provider::key::PrivateKey;

fn copy(secret: &PrivateKey) -> PrivateKey {
    secret.clone()
}

fn main() {}
