use passkey_provider::store::PasskeySecrets;

fn compare(one: &PasskeySecrets, other: &PasskeySecrets) -> bool {
    *one == *other
}

fn main() {}
