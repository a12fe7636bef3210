//! Enumerations that are the core's own, one to one.

/// Declares an enumeration with the variants of one of the core, and the way from there. A variant that
/// the core gets does not compile until it is here too.
macro_rules! mirror {
    ($(#[$meta:meta])* $name:ident = $core:path { $($(#[$doc:meta])* $variant:ident,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, uniffi::Enum)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl From<$core> for $name {
            fn from(value: $core) -> Self {
                use $core as Core;
                match value {
                    $(Core::$variant => Self::$variant,)+
                }
            }
        }
    };
}

/// The same with the way back.
macro_rules! mirror_both_ways {
    ($(#[$meta:meta])* $name:ident = $core:path { $($(#[$doc:meta])* $variant:ident,)+ }) => {
        crate::boundary::mirror::mirror! { $(#[$meta])* $name = $core { $($(#[$doc])* $variant,)+ } }

        impl From<$name> for $core {
            fn from(value: $name) -> Self {
                match value {
                    $($name::$variant => Self::$variant,)+
                }
            }
        }
    };
}

/// The same of one that the core may add to, and calls `non_exhaustive`: what is not here is the last variant. Tests
/// hold that nothing of this version is.
macro_rules! mirror_open {
    ($(#[$meta:meta])* $name:ident = $core:path {
        $($(#[$doc:meta])* $variant:ident,)+
    } else {
        $(#[$other_doc:meta])* $other:ident
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, uniffi::Enum)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
            $(#[$other_doc])* $other,
        }

        impl From<$core> for $name {
            fn from(value: $core) -> Self {
                use $core as Core;
                match value {
                    $(Core::$variant => Self::$variant,)+
                    _ => Self::$other,
                }
            }
        }
    };
}

pub(crate) use {mirror, mirror_both_ways, mirror_open};
