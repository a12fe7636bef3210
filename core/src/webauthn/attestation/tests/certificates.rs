//! Certificates written out by hand in DER (X.690; RFC 5280, section 4.1), so that they may be as wrong as a test wants.

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::EncodePublicKey;

pub(crate) const COUNTRY: &str = "550406";
pub(crate) const ORGANIZATION: &str = "55040a";
pub(crate) const UNIT: &str = "55040b";
pub(crate) const NAME: &str = "550403";
pub(crate) const KEY_USAGE: &str = "551d0f";
pub(crate) const BASIC_CONSTRAINTS: &str = "551d13";
pub(crate) const AAGUID: &str = "2b0601040182e51c010104";
pub(crate) const SERIAL_NUMBER: &str = "2b0601040182e51c010102";
pub(crate) const KEY_DESCRIPTION: &str = "2b06010401d679020111";

/// Tags of strings.
pub(crate) const UTF8: u8 = 0x0c;
pub(crate) const PRINTABLE: u8 = 0x13;

/// One value: tag, length, content.
pub(crate) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = match u8::try_from(length) {
        Ok(short @ 0..=0x7f) => vec![tag, short],
        Ok(long) => vec![tag, 0x81, long],
        Err(_) => {
            let [high, low] = u16::try_from(length).unwrap().to_be_bytes();
            vec![tag, 0x82, high, low]
        }
    };
    [head, content.to_vec()].concat()
}

pub(crate) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

pub(crate) fn oid(hexadecimal: &str) -> Vec<u8> {
    tlv(0x06, &crate::corpus::hex(hexadecimal))
}

/// What a certificate says.
#[derive(Clone)]
pub(crate) struct Recipe {
    /// The number on the wire: 2 is version 3; none is version 1.
    pub(crate) version: Option<u8>,
    pub(crate) issuer: Vec<(&'static str, u8, &'static str)>,
    pub(crate) subject: Vec<(&'static str, u8, &'static str)>,
    pub(crate) validity: [&'static str; 2],
    /// Which, whether critical, and the DER inside.
    pub(crate) extensions: Vec<(&'static str, bool, Vec<u8>)>,
    pub(crate) spki: Vec<u8>,
}

impl Recipe {
    /// A leaf as the standard wants it (WebAuthn L3, section 8.2.1).
    pub(crate) fn leaf(key: &SigningKey, aaguid: &[u8; 16]) -> Self {
        Self {
            version: Some(2),
            issuer: Self::authority_name(),
            subject: vec![
                (COUNTRY, PRINTABLE, "SE"),
                (ORGANIZATION, UTF8, "Example Authenticators AB"),
                (UNIT, UTF8, "Authenticator Attestation"),
                (NAME, UTF8, "Batch 7"),
            ],
            validity: ["700101000000Z", "491231235959Z"],
            extensions: vec![(BASIC_CONSTRAINTS, true, sequence(&[])), (AAGUID, false, tlv(0x04, aaguid))],
            spki: spki(key),
        }
    }

    /// A self-signed authority's.
    pub(crate) fn authority(key: &SigningKey) -> Self {
        Self {
            version: Some(2),
            issuer: Self::authority_name(),
            subject: Self::authority_name(),
            validity: ["700101000000Z", "491231235959Z"],
            extensions: vec![(BASIC_CONSTRAINTS, true, sequence(&[tlv(0x01, &[0xff])]))],
            spki: spki(key),
        }
    }

    fn authority_name() -> Vec<(&'static str, u8, &'static str)> {
        vec![(COUNTRY, PRINTABLE, "SE"), (NAME, UTF8, "Example Attestation Authority")]
    }

    /// The certificate, signed by its issuer with ECDSA and SHA-256.
    pub(crate) fn sign(&self, issuer: &SigningKey) -> Vec<u8> {
        let algorithm = sequence(&[oid("2a8648ce3d040302")]);
        let extension = |(id, critical, value): &(&str, bool, Vec<u8>)| {
            let critical = if *critical { tlv(0x01, &[0xff]) } else { Vec::new() };
            sequence(&[oid(id), critical, tlv(0x04, value)])
        };
        let extensions: Vec<_> = self.extensions.iter().map(extension).collect();
        let signed = sequence(&[
            self.version.map_or_else(Vec::new, |version| tlv(0xa0, &tlv(0x02, &[version]))),
            tlv(0x02, &[7]),
            algorithm.clone(),
            name(&self.issuer),
            sequence(&self.validity.map(|time| tlv(if time.len() == 13 { 0x17 } else { 0x18 }, time.as_bytes()))),
            name(&self.subject),
            self.spki.clone(),
            if extensions.is_empty() { Vec::new() } else { tlv(0xa3, &sequence(&extensions)) },
        ]);
        let signature: Signature = issuer.sign(&signed);
        let bits = [&[0], signature.to_der().as_bytes()].concat();
        sequence(&[signed, algorithm, tlv(0x03, &bits)])
    }
}

pub(crate) fn spki(key: &SigningKey) -> Vec<u8> {
    key.verifying_key().to_public_key_der().unwrap().into_vec()
}

fn name(attributes: &[(&str, u8, &str)]) -> Vec<u8> {
    let attribute = |(id, tag, text): &(&str, u8, &str)| tlv(0x31, &sequence(&[oid(id), tlv(*tag, text.as_bytes())]));
    sequence(&attributes.iter().map(attribute).collect::<Vec<_>>())
}

pub(crate) fn key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).unwrap()
}

/// A signature in the form that WebAuthn gives ES256.
pub(crate) fn sign(key: &SigningKey, bytes: &[u8]) -> Vec<u8> {
    let signature: Signature = key.sign(bytes);
    signature.to_der().as_bytes().to_vec()
}

/// A key description (WebAuthn L3, section 8.4.1): the challenge, and what software and hardware enforce.
pub(crate) fn key_description(challenge: &[u8], software: &[Vec<u8>], hardware: &[Vec<u8>]) -> Vec<u8> {
    sequence(&[
        // Version 200: an INTEGER of 128 or more has a zero in front.
        tlv(0x02, &[0, 200]),
        tlv(0x0a, &[1]),
        tlv(0x02, &[100]),
        tlv(0x0a, &[1]),
        tlv(0x04, challenge),
        tlv(0x04, &[]),
        sequence(software),
        sequence(hardware),
    ])
}

/// `purpose [1] EXPLICIT SET OF INTEGER`.
pub(crate) fn purpose(values: &[u8]) -> Vec<u8> {
    tlv(0xa1, &tlv(0x31, &values.iter().flat_map(|value| tlv(0x02, &[*value])).collect::<Vec<_>>()))
}

/// `allApplications [600] EXPLICIT NULL`.
pub(crate) fn all_applications() -> Vec<u8> {
    [vec![0xbf, 0x84, 0x58, 0x02], tlv(0x05, &[])].concat()
}

/// `origin [702] EXPLICIT INTEGER`.
pub(crate) fn origin(value: u8) -> Vec<u8> {
    [vec![0xbf, 0x85, 0x3e, 0x03], tlv(0x02, &[value])].concat()
}
