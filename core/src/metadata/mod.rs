//! What the FIDO Metadata Service publishes of an authenticator model (FIDO Metadata Statement v3.1.1; the words are
//! those of the FIDO Registry of Predefined Values v2.3). An organisation's server finds the statement by the AAGUID,
//! and the roots that vouch for the model's passkeys in it.
//!
//! A statement is made from what this build really does: its algorithms, its extensions, the attestation that it gives
//! by the way its answers take. What only the vendor knows of the product, [`Product`] says.

mod get_info;
mod product;
mod statement;

pub use product::{InvalidProduct, KeyStorage, Matcher, Product, VerifiedBy};
pub use statement::Statement;

#[cfg(test)]
mod tests;
