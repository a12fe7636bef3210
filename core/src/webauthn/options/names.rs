//! What members are called: by the standard, and by the servers that call them something else.
//!
//! A browser passes over a member that it does not know. That is safe for a hint; it is not for a
//! member that protects, where the standard's default would stand in silence for what the relying
//! party asked for. So the tolerant mode reads such a member in any spelling, and says so.

/// What a member is called.
pub(super) struct Name {
    /// As the standard has it.
    pub(super) own: &'static str,
    /// What else it is called, each in any spelling.
    also: &'static [&'static str],
    /// The letters that these begin with: bit 0 is `a`.
    initials: u32,
    /// How many letters each of these has: bit 0 is none.
    lengths: u64,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Says who and what is signed for. Required, so no default can stand in for it, and read under
    /// its own name only: without it the request is refused, as a browser does.
    Identity,
    /// Changes what is protected.
    Protection,
    /// Anything else. If it is there in two spellings, the standard's one counts.
    Hint,
}

impl Name {
    /// Whether a member of this name may be read under another one.
    pub(super) fn may_be_otherwise(&self) -> bool {
        self.kind != Kind::Identity
    }

    /// Whether two values of it, by different names, are one too many.
    pub(super) fn must_agree(&self) -> bool {
        self.kind != Kind::Hint
    }

    /// Whether `name` is this one, or one of those that servers use in its place, in any spelling.
    #[inline]
    pub(super) fn is_called(&self, name: &str) -> bool {
        // Nearly all differ in the first letter, and nearly all others in how many there are.
        self.may_be(name) && (name == self.own || self.is_spelled(name))
    }

    fn is_spelled(&self, name: &str) -> bool {
        self.is_as_long(name) && (is_same(name, self.own) || self.also.iter().any(|also| is_same(name, also)))
    }

    fn is_as_long(&self, name: &str) -> bool {
        // No more of it counts than there is: half of the names need not be counted for that.
        if name.len() < 63 && self.lengths & ((2 << name.len()) - 1) == 0 {
            return false;
        }
        let letters = name.bytes().filter(counts).count();
        u32::try_from(letters)
            .ok()
            .and_then(|letters| self.lengths.checked_shr(letters))
            .is_some_and(|bits| bits & 1 == 1)
    }

    /// Whether `name` may be this one in any spelling, by its first letter.
    #[inline]
    pub(super) fn may_be(&self, name: &str) -> bool {
        begins_with_one_of(name, self.initials)
    }

    /// Whether a member called `name` is read as this one.
    #[inline]
    pub(super) fn is_read_as(&self, name: &str) -> bool {
        if self.may_be_otherwise() { self.is_called(name) } else { name == self.own }
    }
}

/// Whether two names are the same but for case and separators: `user_verification`,
/// `UserVerification`, `USER-VERIFICATION`.
#[inline]
pub(super) fn is_same(left: &str, right: &str) -> bool {
    // Nearly all differ in the first letter.
    if let (Some(left), Some(right)) = (left.bytes().next(), right.bytes().next())
        && left.is_ascii_alphanumeric()
        && right.is_ascii_alphanumeric()
        && !left.eq_ignore_ascii_case(&right)
    {
        return false;
    }
    letters(left).eq(letters(right))
}

const fn counts(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(counts).map(|byte| byte.to_ascii_lowercase())
}

/// The letters that any of several names begins with.
pub(super) const fn initials_of(mut names: &[&Name]) -> u32 {
    let mut bits = 0;
    while let [name, others @ ..] = names {
        bits |= name.initials;
        names = others;
    }
    bits
}

/// Whether a name begins with one of these letters, or with something that a spelling may pass over.
#[inline]
pub(super) fn begins_with_one_of(name: &str, initials: u32) -> bool {
    name.bytes().next().is_none_or(|first| !first.is_ascii_alphabetic() || initials & initial(first) != 0)
}

/// The bit of a letter, whatever its case.
const fn initial(letter: u8) -> u32 {
    1 << (letter.to_ascii_lowercase() - b'a')
}

/// The bits of the letters that the names begin with; all of them if one begins with something else.
const fn initials(mut names: &[&str]) -> u32 {
    let mut bits = 0;
    while let [name, others @ ..] = names {
        match name.as_bytes() {
            [first, ..] if first.is_ascii_alphabetic() => bits |= initial(*first),
            _ => return u32::MAX,
        }
        names = others;
    }
    bits
}

/// The bits of how many letters the names have.
const fn lengths(mut names: &[&str]) -> u64 {
    let mut bits = 0;
    while let [name, others @ ..] = names {
        let (mut bytes, mut letters) = (name.as_bytes(), 0);
        while let [byte, rest @ ..] = bytes {
            if counts(byte) {
                letters += 1;
            }
            bytes = rest;
        }
        bits |= 1 << letters;
        names = others;
    }
    bits
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident = $kind:ident $own:literal $([$($also:literal),+])?;)+) => {
        $($(#[$doc])* pub(super) const $name: &Name = &Name {
            own: $own,
            also: &[$($($also),+)?],
            initials: initials(&[$own, $($($also),+)?]),
            lengths: lengths(&[$own, $($($also),+)?]),
            kind: Kind::$kind,
        };)+
    };
}

names! {
    CHALLENGE = Identity "challenge";
    USER = Identity "user";
    USER_ID = Identity "id";
    USER_NAME = Hint "name" ["userName"];
    DISPLAY_NAME = Hint "displayName";

    RP = Protection "rp" ["relyingParty", "rpEntity"];
    /// `rp.id`.
    PARTY_ID = Protection "id" ["rpId", "relyingPartyId", "relyingPartyIdentifier"];
    PARTY_NAME = Hint "name" ["rpName", "relyingPartyName"];
    /// Apple's and MSAL's words, and those of packages for Flutter.
    RP_ID = Protection "rpId" ["relyingPartyId", "relyingPartyIdentifier", "rpIdentifier"];

    PARAMS = Protection "pubKeyCredParams" [
        "publicKeyCredParams", "pubKeyCredentialParams", "publicKeyCredentialParams", "pubKeyCredentialParameters",
        "publicKeyCredentialParameters", "pubKeyParams", "credParams"
    ];
    ALG = Protection "alg" ["algorithm", "algorithmId", "coseAlgorithm"];

    /// `excludeList` is CTAP's word (2.1, section 6.1), the past participle Apple's.
    EXCLUDE = Protection "excludeCredentials" [
        "excludeList", "excludedCredentials", "excludeCredential", "excludeCredentialIds", "excludedCredentialIds"
    ];
    /// `allowList` is CTAP's word (2.1, section 6.2), the past participle Apple's and MSAL's, and
    /// the bare noun that of Amazon's passwordless samples.
    ALLOW = Protection "allowCredentials" [
        "allowList", "allowedCredentials", "allowCredential", "allowCredentialIds", "allowedCredentialIds",
        "credentials"
    ];
    TYPE = Hint "type" ["credentialType"];
    /// Of a descriptor. Each of them counts: an id too many guards, one too few does not.
    ID = Protection "id" ["credentialId", "rawId", "keyId", "credId"];
    TRANSPORTS = Hint "transports" ["transport", "authenticatorTransports"];

    /// The dictionary is called `AuthenticatorSelectionCriteria`.
    SELECTION = Protection "authenticatorSelection" ["authenticatorSelectionCriteria"];
    ATTACHMENT = Protection "authenticatorAttachment";
    RESIDENT_KEY = Protection "residentKey" ["residentKeyRequirement", "residentKeyPreference"];
    REQUIRE_RESIDENT_KEY = Protection "requireResidentKey" ["residentKeyRequired"];
    /// The enumeration is called `UserVerificationRequirement`; Apple says preference, MSAL policy.
    USER_VERIFICATION = Protection "userVerification" [
        "userVerificationRequirement", "userVerificationPreference", "userVerificationPolicy"
    ];
    ATTESTATION = Protection "attestation" [
        "attestationConveyance", "attestationConveyancePreference", "attestationPreference"
    ];
    ATTESTATION_FORMATS = Hint "attestationFormats";
    TIMEOUT = Hint "timeout";
    HINTS = Hint "hints";

    EXTENSIONS = Protection "extensions";
    CRED_PROPS = Hint "credProps";
    HMAC_CREATE_SECRET = Hint "hmacCreateSecret";
    PRF = Hint "prf";
    LARGE_BLOB = Protection "largeBlob";
    SUPPORT = Protection "support";
    /// The extension's own identifier (CTAP 2.1, section 12.1); some servers put its two inputs
    /// inside it.
    CRED_PROTECT = Protection "credProtect" ["credentialProtection"];
    PROTECTION_POLICY = Protection "credentialProtectionPolicy" ["credProtectionPolicy", "credProtectPolicy"];
    ENFORCE_PROTECTION = Protection "enforceCredentialProtectionPolicy" [
        "enforceCredProtectionPolicy", "enforceCredProtectPolicy"
    ];

    /// Members of a request of U2F, which some servers send beside the options.
    U2F_APP = Hint "appId";
    U2F_KEY = Hint "keyHandle";
}
