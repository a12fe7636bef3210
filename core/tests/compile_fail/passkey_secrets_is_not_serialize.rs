use passkey_provider::store::PasskeySecrets;

fn write(secret: &PasskeySecrets) {
    serde_json::to_vec(secret);
}

fn main() {}
