use passkey_provider::secret::SecretKey;

fn write(secret: &SecretKey) {
    serde_json::to_vec(secret);
}

fn main() {}
