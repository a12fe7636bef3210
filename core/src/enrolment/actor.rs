/// Who has to do something so that it goes on.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Actor {
    /// The person with the device.
    Person,
    /// The organisation's administrator, or whoever runs the server.
    Administrator,
    /// Whoever develops the app.
    Developer,
    /// Nobody: it passes by itself, and may be tried again.
    Nobody,
}

impl Actor {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Person, Self::Administrator, Self::Developer, Self::Nobody];

    /// Stable machine-readable name: `person`, `administrator`, `developer`, `nobody`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Administrator => "administrator",
            Self::Developer => "developer",
            Self::Nobody => "nobody",
        }
    }
}
