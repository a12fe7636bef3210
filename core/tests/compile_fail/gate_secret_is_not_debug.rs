use passkey_provider::seal::GateSecret;

fn print(secret: &GateSecret) {
    format!("{secret:?}");
}

fn main() {}
