use passkey_provider::seal::GateSecret;

fn compare(one: &GateSecret, other: &GateSecret) -> bool {
    *one == *other
}

fn main() {}
