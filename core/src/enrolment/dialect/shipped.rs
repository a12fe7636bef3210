//! The dialects that the library brings.

use super::Dialect;

/// Name and text of each. The tests read them all.
const SHIPPED: &[(&str, &str)] = &[
    ("allauth", include_str!("../dialects/allauth.json")),
    ("auth0-myaccount", include_str!("../dialects/auth0-myaccount.json")),
    ("better-auth", include_str!("../dialects/better-auth.json")),
    ("entra-graph", include_str!("../dialects/entra-graph.json")),
    ("entra-graph-beta", include_str!("../dialects/entra-graph-beta.json")),
    ("fido-server-test-api", include_str!("../dialects/fido-server-test-api.json")),
    ("flask-security", include_str!("../dialects/flask-security.json")),
    ("keycloak", include_str!("../dialects/keycloak.json")),
    ("okta-myaccount", include_str!("../dialects/okta-myaccount.json")),
    ("plain", include_str!("../dialects/plain.json")),
    ("privacyidea", include_str!("../dialects/privacyidea.json")),
    ("spring-security", include_str!("../dialects/spring-security.json")),
    ("zitadel", include_str!("../dialects/zitadel.json")),
];

impl Dialect {
    /// The names of the dialects that the library brings.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(name, _)| *name)
    }

    /// A dialect that the library brings.
    pub fn shipped(name: &str) -> Option<Self> {
        let (_, text) = SHIPPED.iter().find(|(known, _)| *known == name)?;
        Self::read(text.as_bytes(), true).ok()
    }
}
