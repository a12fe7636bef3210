//! Policies in files.

use std::path::{Path, PathBuf};

use passkey_provider::policy::{InvalidPolicy, Managed, Organisation};

use crate::failure::Failure;
use crate::input::read_policy;

/// What files said.
#[derive(Debug, Default)]
pub(crate) struct Policies {
    /// The organisation's policy, with its authentication strengths.
    pub(crate) organisation: Option<Organisation>,
    /// The managed configuration.
    pub(crate) managed: Option<Managed>,
}

impl Policies {
    /// Reads each file as what it is; of each kind but strengths there is one at most.
    pub(crate) fn read(files: &[PathBuf]) -> Result<Self, Failure> {
        let mut policies = Self::default();
        let mut strengths = Vec::new();
        for file in files {
            let json = read_policy(file)?;
            match sort(&json).map_err(|refused| Failure::invalid_policy(file, &refused))? {
                Sort::Organisation(found) => put(&mut policies.organisation, found, file)?,
                Sort::Managed(found) => put(&mut policies.managed, found, file)?,
                Sort::Strengths => strengths.push((file, json)),
            }
        }
        for (file, json) in strengths {
            let organisation = policies.organisation.take().unwrap_or_else(Organisation::unknown);
            let joined = organisation.with_strengths(&json);
            policies.organisation = Some(joined.map_err(|refused| Failure::invalid_policy(file, &refused))?);
        }
        Ok(policies)
    }
}

enum Sort {
    Organisation(Organisation),
    Managed(Managed),
    Strengths,
}

/// A document says by its members what it is.
fn sort(json: &[u8]) -> Result<Sort, InvalidPolicy> {
    match Organisation::parse(json) {
        Err(InvalidPolicy::NotAPolicy) => {}
        other => return other.map(Sort::Organisation),
    }
    match Organisation::unknown().with_strengths(json) {
        Err(InvalidPolicy::NotAPolicy) => Managed::parse(json).map(Sort::Managed),
        other => other.map(|_| Sort::Strengths),
    }
}

fn put<T>(place: &mut Option<T>, found: T, file: &Path) -> Result<(), Failure> {
    if place.replace(found).is_some() {
        return Err(Failure::usage(
            format!("{} is the second policy of its kind", file.display()),
            "Give one passkey policy and one managed configuration at most.",
        ));
    }
    Ok(())
}
