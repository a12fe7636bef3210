use passkey_provider::key::PrivateKey;

fn write(secret: &PrivateKey) {
    serde_json::to_vec(secret);
}

fn main() {}
