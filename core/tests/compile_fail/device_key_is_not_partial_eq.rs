use passkey_provider::seal::DeviceKey;

fn compare(one: &DeviceKey, other: &DeviceKey) -> bool {
    *one == *other
}

fn main() {}
