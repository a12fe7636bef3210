/// One place where a request was understood although it is not what the standard says.
///
/// Names kinds of things only: no handle, user name, challenge or other value of the request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Repair {
    /// Where, as a JSONPath from the root of the text: `$.publicKey.user.id`.
    pub path: String,
    /// What stood there: `base64 with padding`.
    pub found: String,
    /// What was used in its place: `its bytes`.
    pub used: String,
}

/// Options, and what had to be repaired to get them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Understood<T> {
    /// The options.
    pub options: T,
    /// The repairs, in the order in which they were made. Empty in strict mode, which makes none.
    pub repairs: Vec<Repair>,
}
