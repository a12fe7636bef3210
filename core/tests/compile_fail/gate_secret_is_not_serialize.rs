use passkey_provider::seal::GateSecret;

fn write(secret: &GateSecret) {
    serde_json::to_vec(secret);
}

fn main() {}
