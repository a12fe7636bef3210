//! A PKCS #11 token as a secure element.

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use p256::ecdsa::Signature;
use p256::pkcs8::der::Decode;
use p256::pkcs8::der::asn1::OctetStringRef;
use passkey_provider::entropy::EntropyFailed;
use passkey_provider::key::{Algorithm, HardwareKey, KeyAccess, KeyHandle, PublicKey};
use sha2::{Digest, Sha256};

use crate::soft_token::find_module;

/// The PIN of every token made here. On a phone the person's finger stands in its place.
pub const PIN: &str = "271828";

/// The security officer's PIN, needed once, to set the other.
const OFFICER_PIN: &str = "314159";

const LABEL: &str = "passkeys";

/// The object identifier of P-256, in DER (RFC 5480, section 2.1.1.1).
const P256_OID: &[u8] = &[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

/// A token that holds passkeys' private keys. One in a process: PKCS #11 initialises its library
/// once.
pub struct Token {
    library: Pkcs11,
    slot: Slot,
}

/// The token, after its PIN was given; locked again on drop.
pub struct Unlocked {
    session: Session,
}

/// The token did not do as it was asked.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// SoftHSM2's library is not on this machine.
    #[error("softhsm2 is not installed: get it with apt-get install softhsm2")]
    NotInstalled,
    /// The token has no key of this handle, or does not show it while it is locked.
    #[error("the token shows no key of this handle")]
    NoSuchKey,
    /// The token gave something else than a P-256 point or signature.
    #[error("the token gave something that is no point or signature of P-256")]
    Malformed,
    /// The operating system's generator failed.
    #[error(transparent)]
    Entropy(#[from] EntropyFailed),
    /// The token refused.
    #[error("the token refused: {0}")]
    Refused(#[from] cryptoki::error::Error),
}

impl Token {
    /// The token of the configuration that the process was started with; initialised first where
    /// it is new.
    pub fn open_or_make() -> Result<Self, TokenError> {
        let library = Pkcs11::new(find_module().ok_or(TokenError::NotInstalled)?)?;
        library.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK))?;
        let slot = match find_slot(&library)? {
            Some(slot) => slot,
            None => {
                make_token(&library)?;
                find_slot(&library)?.ok_or(TokenError::Malformed)?
            }
        };
        Ok(Self { library, slot })
    }

    /// Opens the token with its PIN.
    pub fn unlock(&self, pin: &str) -> Result<Unlocked, TokenError> {
        let session = self.library.open_rw_session(self.slot)?;
        session.login(UserType::User, Some(&AuthPin::from(pin)))?;
        Ok(Unlocked { session })
    }

    /// A session without the PIN.
    pub fn locked(&self) -> Result<Session, TokenError> {
        Ok(self.library.open_ro_session(self.slot)?)
    }
}

impl Unlocked {
    /// Makes a P-256 key pair of that handle, whose private half cannot leave the token.
    pub fn make_key(&self, handle: &KeyHandle, access: KeyAccess) -> Result<HardwareKey, TokenError> {
        let id = handle.as_bytes().to_vec();
        let public = [
            Attribute::Token(true),
            Attribute::Id(id.clone()),
            Attribute::Verify(true),
            Attribute::EcParams(P256_OID.to_vec()),
        ];
        let private = [
            Attribute::Token(true),
            Attribute::Id(id.clone()),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Sign(true),
            Attribute::Derive(false),
            Attribute::Decrypt(false),
            Attribute::Unwrap(false),
        ];
        let (public, _) = self.session.generate_key_pair(&Mechanism::EccKeyPairGen, &public, &private)?;
        Ok(HardwareKey { handle: handle.clone(), public_key: self.public_key(public)?, access })
    }

    /// Signs `bytes`, as the plan handed them out, with the key of that handle: ECDSA with SHA-256,
    /// in DER.
    pub fn sign(&self, handle: &KeyHandle, bytes: &[u8]) -> Result<Vec<u8>, TokenError> {
        // SoftHSM2 has no mechanism that hashes and signs P-256 in one: the digest is made here.
        let digest = Sha256::digest(bytes);
        let raw = self.session.sign(&Mechanism::Ecdsa, self.private_key(handle)?, &digest)?;
        let signature = Signature::from_slice(&raw).map_err(|_| TokenError::Malformed)?;
        Ok(signature.to_der().as_bytes().to_vec())
    }

    /// The private key's object in the token.
    pub fn private_key(&self, handle: &KeyHandle) -> Result<ObjectHandle, TokenError> {
        let sought = [Attribute::Class(ObjectClass::PRIVATE_KEY), Attribute::Id(handle.as_bytes().to_vec())];
        self.session.find_objects(&sought)?.first().copied().ok_or(TokenError::NoSuchKey)
    }

    /// How many private keys the token holds.
    pub fn count_keys(&self) -> Result<usize, TokenError> {
        Ok(self.session.find_objects(&[Attribute::Class(ObjectClass::PRIVATE_KEY)])?.len())
    }

    /// Deletes the key pair of that handle.
    pub fn delete_key(&self, handle: &KeyHandle) -> Result<(), TokenError> {
        for object in self.session.find_objects(&[Attribute::Id(handle.as_bytes().to_vec())])? {
            self.session.destroy_object(object)?;
        }
        Ok(())
    }

    /// The session itself, for what a host never does.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// CKA_EC_POINT is the DER of an OCTET STRING that holds the point (PKCS #11 v3.1, section
    /// 6.3.3).
    fn public_key(&self, object: ObjectHandle) -> Result<PublicKey, TokenError> {
        let attributes = self.session.get_attributes(object, &[AttributeType::EcPoint])?;
        let Some(Attribute::EcPoint(der)) = attributes.first() else { return Err(TokenError::Malformed) };
        let point = <&OctetStringRef>::from_der(der).map_err(|_| TokenError::Malformed)?;
        PublicKey::from_raw(Algorithm::Es256, point.as_bytes()).map_err(|_| TokenError::Malformed)
    }
}

fn find_slot(library: &Pkcs11) -> Result<Option<Slot>, TokenError> {
    for slot in library.get_slots_with_initialized_token()? {
        if library.get_token_info(slot)?.label() == LABEL {
            return Ok(Some(slot));
        }
    }
    Ok(None)
}

fn make_token(library: &Pkcs11) -> Result<(), TokenError> {
    let officer_pin = AuthPin::from(OFFICER_PIN);
    let slot = *library.get_all_slots()?.last().ok_or(TokenError::Malformed)?;
    library.init_token(slot, &officer_pin, LABEL)?;
    let session = library.open_rw_session(slot)?;
    session.login(UserType::So, Some(&officer_pin))?;
    session.init_pin(&AuthPin::from(PIN))?;
    Ok(session.logout()?)
}
