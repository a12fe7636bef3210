use passkey_provider::key::PrivateKey;

fn compare(one: &PrivateKey, other: &PrivateKey) -> bool {
    *one == *other
}

fn main() {}
