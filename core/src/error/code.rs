//! The names of errors, one for each kind, and what is fixed about each.

use super::{Class, DomException, Error, Fault};

macro_rules! codes {
    ($(
        $(#[$doc:meta])*
        $name:ident $(($($tuple:tt)*))? $({$($named:tt)*})? = $code:literal {
            says: $says:literal,
            fault: $fault:ident, page: $page:ident, class: $class:ident, asks_for_view: $asks_for_view:literal,
            next: $next:literal,
        }
    )+) => {
        /// Which error it is. Names are frozen; new ones are added at the end.
        ///
        /// Exhaustive on purpose: whoever renders each of them learns of a new one from the compiler.
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        pub enum ErrorCode {
            $($(#[$doc])* $name,)+
        }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name for programs. Never changes once released.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            /// Who can fix it.
            pub const fn fault(self) -> Fault {
                match self {
                    $(Self::$name => Fault::$fault,)+
                }
            }

            /// What the page that asked should see, where nothing more is known than the code:
            /// [`Error::dom_exception`] is finer for options that cannot be used.
            pub const fn dom_exception(self) -> DomException {
                match self {
                    $(Self::$name => DomException::$page,)+
                }
            }

            /// What it is about.
            pub const fn class(self) -> Class {
                match self {
                    $(Self::$name => Class::$class,)+
                }
            }

            /// Whether a person in front of the provider's own view can fix it, or should at least read there
            /// what to do: what was met without a view asks for one then. On iOS by `userInteractionRequired`,
            /// in Android's query phase by an authentication action.
            pub const fn asks_for_view(self) -> bool {
                match self {
                    $(Self::$name => $asks_for_view,)+
                }
            }

            /// What to do next, as a sentence, where nothing more is known than the code: [`Error::next`] is
            /// finer for callers that were refused.
            pub const fn next(self) -> &'static str {
                match self {
                    $(Self::$name => $next,)+
                }
            }
        }

        impl Error {
            /// Which error it is.
            pub const fn error_code(&self) -> ErrorCode {
                match self {
                    $(Self::$name { .. } => ErrorCode::$name,)+
                }
            }
        }
    };
}

for_each_error!(codes);
