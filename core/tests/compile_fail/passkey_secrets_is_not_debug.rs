use passkey_provider::store::PasskeySecrets;

fn print(secret: &PasskeySecrets) {
    format!("{secret:?}");
}

fn main() {}
