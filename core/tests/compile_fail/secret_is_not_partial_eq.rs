use passkey_provider::secret::SecretKey;

fn compare(one: &SecretKey, other: &SecretKey) -> bool {
    *one == *other
}

fn main() {}
