use passkey_provider::seal::GateSecret;

fn copy(secret: &GateSecret) -> GateSecret {
    secret.clone()
}

fn main() {}
