//! Numbers of JSON, and how JavaScript makes them of other things.

/// A number as it was written: an integer that fits, or anything else.
#[derive(Clone, Copy)]
pub(super) enum Number {
    Integer(i64),
    Float(f64),
}

impl Number {
    /// The same number as an integer, if it is one and fits: `-7.0` is `-7`.
    pub(super) fn integer(self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(value),
            Self::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => Some(truncate(value)),
            Self::Float(_) => None,
        }
    }

    /// The value as the integer next to it towards zero, or the end of the range.
    pub(super) fn saturating(self) -> i64 {
        match self {
            Self::Integer(value) => value,
            Self::Float(value) => truncate(value),
        }
    }

    /// The number that a person would read in `text`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        text.parse().map(Self::Integer).ok().or_else(|| decimal(text).map(Self::Float))
    }

    /// ECMAScript `ToNumber` of a string; `NaN` where it is not a number.
    pub(super) fn from_javascript(text: &str) -> Self {
        let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        let radix = |prefix: [&str; 2], radix| {
            let digits = text.strip_prefix(prefix[0]).or_else(|| text.strip_prefix(prefix[1]))?;
            digits
                .bytes()
                .all(|digit| digit.is_ascii_alphanumeric())
                .then(|| i64::from_str_radix(digits, radix).ok())?
        };
        let integer = if text.is_empty() { Some(0) } else { text.parse().ok() };
        let integer = integer
            .or_else(|| radix(["0x", "0X"], 16))
            .or_else(|| radix(["0o", "0O"], 8))
            .or_else(|| radix(["0b", "0B"], 2));
        match (integer, text) {
            (Some(integer), _) => Self::Integer(integer),
            (None, "Infinity" | "+Infinity" | "-Infinity") => Self::Float(f64::INFINITY),
            (None, _) => Self::Float(decimal(text).unwrap_or(f64::NAN)),
        }
    }

    /// ECMAScript `ToUint32`, which Web IDL's `unsigned long` is: the lowest 32 bits.
    pub(super) fn to_uint32(self) -> u32 {
        let low = match self {
            Self::Integer(value) => value.rem_euclid(TWO_TO_32),
            Self::Float(value) if value.is_finite() => truncate(value.trunc().rem_euclid(4_294_967_296.0)),
            Self::Float(_) => 0,
        };
        u32::try_from(low).unwrap_or_default()
    }

    /// ECMAScript `ToInt32`, which Web IDL's `long` is.
    pub(super) fn to_int32(self) -> i32 {
        self.to_uint32().cast_signed()
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or_else(|_| Self::Float(nearest(value)), Self::Integer)
    }
}

/// Equal in value, however they were written.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Float(left), Self::Float(right)) => left == right,
            _ => self.integer().is_some() && self.integer() == other.integer(),
        }
    }
}

/// ECMAScript `Number::toString`.
impl std::fmt::Display for Number {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::Integer(value) => write!(formatter, "{value}"),
            Self::Float(0.0) => formatter.write_str("0"),
            Self::Float(value) if (1e-6..1e21).contains(&value.abs()) => write!(formatter, "{value}"),
            Self::Float(value) => {
                let text = format!("{value:e}");
                let sign = if text.contains("e-") { "e" } else { "e+" };
                formatter.write_str(&text.replacen('e', sign, 1))
            }
        }
    }
}

const TWO_TO_32: i64 = 1 << 32;

/// A decimal literal; not the names of infinity and not-a-number, which `f64` reads too.
fn decimal(text: &str) -> Option<f64> {
    let literal = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if literal { text.parse().ok() } else { None }
}

#[expect(clippy::as_conversions, reason = "the only conversion from a float; it saturates, which is what is wanted")]
fn truncate(value: f64) -> i64 {
    value as i64
}

#[expect(clippy::as_conversions, reason = "the only conversion to a float; it rounds, as ECMAScript does")]
fn nearest(value: u64) -> f64 {
    value as f64
}
