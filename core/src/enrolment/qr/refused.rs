/// Why a text is not a `FIDO:/` code. Says nothing of what the text holds.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCode {
    /// It does not begin with `FIDO:/`.
    #[error("the code does not begin with FIDO:/")]
    AnotherCode,
    /// It is longer than any QR code of digits.
    #[error("the code is longer than a QR code can be")]
    TooLong,
    /// Something after `FIDO:/` is not a digit.
    #[error("the code holds something else than digits")]
    NotDigits,
    /// So many digits stand for no number of bytes.
    #[error("the code has a number of digits that stands for no bytes")]
    WrongLength,
    /// A group of digits is larger than its bytes can be.
    #[error("a number in the code is too large for its bytes")]
    NumberTooLarge,
    /// The bytes are not one item of canonical CBOR.
    #[error("the bytes of the code are not one item of CTAP2 canonical CBOR")]
    NotCanonical,
    /// The item is not a map.
    #[error("the code is not a map")]
    NotAMap,
    /// The map lacks a member that it must have.
    #[error("the code lacks its {}", .0.as_str())]
    Missing(CodeMember),
    /// A member is of another type, or outside its range.
    #[error("the {} of the code is of a wrong type or out of range", .0.as_str())]
    Wrong(CodeMember),
    /// The computer's key is not a point on P-256.
    #[error("the public key of the code is not on the curve P-256")]
    NotOnTheCurve,
}

/// A member of a code's map. Each stands under the number that it has here.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum CodeMember {
    /// 0: the computer's public key for this code.
    PublicKey,
    /// 1: the secret from which both sides derive their keys.
    Secret,
    /// 2: how many tunnel servers the computer knows.
    KnownServers,
    /// 3: when the code was made.
    Time,
    /// 4: whether the computer can remember the phone.
    Linking,
    /// 5: what is asked.
    Asks,
    /// 6: older computers: whether they register passkeys that are not discoverable; newer ones: the channels.
    Channels,
}

impl InvalidCode {
    /// Stable machine-readable name, such as `not_digits`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AnotherCode => "another_code",
            Self::TooLong => "too_long",
            Self::NotDigits => "not_digits",
            Self::WrongLength => "wrong_length",
            Self::NumberTooLarge => "number_too_large",
            Self::NotCanonical => "not_canonical",
            Self::NotAMap => "not_a_map",
            Self::Missing(_) => "missing",
            Self::Wrong(_) => "wrong",
            Self::NotOnTheCurve => "not_on_the_curve",
        }
    }
}

impl CodeMember {
    /// What it is, in plain words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PublicKey => "public key",
            Self::Secret => "secret",
            Self::KnownServers => "number of tunnel servers",
            Self::Time => "time",
            Self::Linking => "flag for linking",
            Self::Asks => "purpose",
            Self::Channels => "list of channels",
        }
    }
}
