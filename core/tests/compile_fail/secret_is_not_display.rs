use passkey_provider::secret::SecretKey;

fn print(secret: &SecretKey) {
    format!("{secret}");
}

fn main() {}
