//! Numbers that stand on disk. Each enumeration that is stored is declared by one table, from which both
//! directions follow: the compiler refuses a variant without a number, and a number that is given twice. A
//! number never gets another meaning; the store's tests list them all.

/// Declares an enumeration without payloads, or the numbers of one that is declared beside it.
///
/// In the second form, what stands in parentheses behind the name is what a number does not say: the payload
/// of a variant that has one of its own. `else` names the variant that keeps a number nobody gave, as a newer
/// version of this crate may have written it; without it, such a number is `None`.
macro_rules! numbered {
    (@unknown $number:ident) => {
        None
    };
    (@unknown $number:ident, $variant:ident) => {
        Some(Self::$variant($number))
    };
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$variant_attribute:meta])* $variant:ident = $number:literal,)+
        }
    ) => {
        $(#[$attribute])*
        $visibility enum $name {
            $($(#[$variant_attribute])* $variant,)+
        }

        $crate::numbered::numbered! { impl $name() { $($variant = $number,)+ } }
    };
    (
        impl $name:ident($($field:ident: $type:ty),*) $(else $unknown:ident)? {
            $($variant:ident $(($($inner:tt)*))? $({ $($inside:ident),* })? = $number:literal,)+
        }
    ) => {
        impl $name {
            /// The number on disk.
            pub(crate) const fn number(self) -> u8 {
                match self {
                    $(Self::$variant $(($($inner)*))? $({ $($inside: _),* })? => $number,)+
                    $(Self::$unknown(number) => number,)?
                }
            }

            /// What has this number on disk.
            #[deny(unreachable_patterns)]
            pub(crate) const fn from_number(number: u8 $(, $field: $type)*) -> Option<Self> {
                match number {
                    $($number => Some(Self::$variant $(($($inner)*))? $({ $($inside),* })?),)+
                    _ => $crate::numbered::numbered!(@unknown number $(, $unknown)?),
                }
            }

            /// Everything that has a number.
            #[cfg(test)]
            pub(crate) fn all($($field: $type),*) -> Vec<Self> {
                vec![$(Self::$variant $(($($inner)*))? $({ $($inside),* })?),+]
            }
        }

        // Also where nothing is read back yet.
        const _: fn(u8 $(, $type)*) -> Option<$name> = $name::from_number;
    };
}

pub(crate) use numbered;
