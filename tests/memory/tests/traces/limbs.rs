/// What is looked for: 64 bits, and what they are of.
pub(crate) type Forms = Vec<(u64, &'static str)>;

/// The limbs of some bytes, in both orders.
pub(crate) fn limbs(name: &'static str, bytes: &[u8]) -> Forms {
    let (limbs, _) = bytes.as_chunks::<8>();
    limbs.iter().flat_map(|limb| [(u64::from_be_bytes(*limb), name), (u64::from_le_bytes(*limb), name)]).collect()
}
