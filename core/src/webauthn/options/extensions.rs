/// The extensions that a create request asks for (WebAuthn L3, section 9).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CreationExtensions {
    /// `credProps`: the response says whether the passkey is discoverable.
    pub cred_props: bool,
    /// The identifiers of all extensions asked for, sorted, `credProps` included.
    /// Those that the core does not know are ignored; those it knows and cannot read are left out.
    pub requested: Vec<String>,
}

/// The extensions that a get request asks for (WebAuthn L3, section 9).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RequestExtensions {
    /// As in [`CreationExtensions::requested`].
    pub requested: Vec<String>,
}
