//! Enums that are texts on the wire.

/// Defines an enum whose variants stand for texts, with both conversions and serde.
macro_rules! wire_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $( $(#[$variant_attribute:meta])* $variant:ident = $wire:literal, )+ }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( #[doc = concat!("`", $wire, "`")] $(#[doc = ""] #[$variant_attribute])* $variant, )+
        }

        impl $name {
            /// Every value, in the order of the spec.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// Returns the text on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $wire, )+
                }
            }

            /// Returns the value a text stands for.
            pub fn from_wire(text: &str) -> Option<Self> {
                match text {
                    $( $wire => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                Self::from_wire(&text).ok_or_else(|| serde::de::Error::unknown_variant(&text, &[$( $wire, )+]))
            }
        }
    };
}

/// Defines an enum with the one text a field may hold, which is its default.
macro_rules! wire_literal {
    ($(#[$attribute:meta])* pub enum $name:ident { $variant:ident = $wire:literal, }) => {
        crate::wire_enum::wire_enum! {
            $(#[$attribute])*
            pub enum $name {
                $variant = $wire,
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::$variant
            }
        }
    };
}

pub(crate) use {wire_enum, wire_literal};
