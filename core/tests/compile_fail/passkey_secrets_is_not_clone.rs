use passkey_provider::store::PasskeySecrets;

fn copy(secret: &PasskeySecrets) -> PasskeySecrets {
    secret.clone()
}

fn main() {}
