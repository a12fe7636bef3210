use passkey_provider::secret::SecretKey;

fn copy(secret: &SecretKey) -> SecretKey {
    secret.clone()
}

fn main() {}
