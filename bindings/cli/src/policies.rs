//! Policies in files.

use std::path::{Path, PathBuf};

use passkey_provider::Committed;
use passkey_provider::clock::Timestamp;
use passkey_provider::policy::{InvalidPolicy, Managed, Organisation, Provenance, Source};

use crate::failure::Failure;
use crate::host::Host;
use crate::input::{changed, read_policy};
use crate::output::Output;

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

/// What files said to a ceremony.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// The organisation's policy, and the time when the newest of its files was last changed.
    organisation: Option<(Organisation, Timestamp)>,
    /// A managed configuration, read or not: what it would forbid if it could be read is for the store to remember.
    managed: Option<(PathBuf, Vec<u8>)>,
}

impl Given {
    /// Reads each file as what it is; what is nothing else is a managed configuration.
    pub(crate) fn read(files: &[PathBuf]) -> Result<Self, Failure> {
        let mut of_organisation = Vec::new();
        let mut given = Self::default();
        for file in files {
            let json = read_policy(file)?;
            match Organisation::unknown().with_strengths(&json) {
                Err(InvalidPolicy::NotAPolicy) if Organisation::parse(&json) == Err(InvalidPolicy::NotAPolicy) => {
                    put(&mut given.managed, (file.clone(), json), file)?;
                }
                _ => of_organisation.push(file.clone()),
            }
        }
        if let Some(organisation) = Policies::read(&of_organisation)?.organisation {
            let dates: Vec<Timestamp> = of_organisation.iter().map(|file| changed(file)).collect::<Result<_, _>>()?;
            // The oldest says how old the whole may be.
            given.organisation = dates.into_iter().min().map(|date| (organisation, date));
        }
        Ok(given)
    }

    /// Hands the managed configuration to the store, and fails if it cannot be read.
    pub(crate) fn configure(&self, host: &Host, output: Output) -> Result<(), Failure> {
        let Some((file, json)) = &self.managed else { return Ok(()) };
        let Committed { value, epoch } = host.provider.configure(Some(json))?;
        host.remember_or_warn(epoch, output);
        value.map_err(|refused| Failure::invalid_policy(file, &refused))
    }

    /// The organisation's policy with its provenance: whoever runs the command has it from an administrator.
    pub(crate) fn organisation(&self) -> Option<(&Organisation, Provenance)> {
        let (policy, date) = self.organisation.as_ref()?;
        Some((policy, Provenance { source: Source::Administrator, date: *date }))
    }

    /// For a sign-in, where the model of a passkey is not known any more.
    pub(crate) fn refuse_organisation(&self) -> Result<(), Failure> {
        match &self.organisation {
            None => Ok(()),
            Some(_) => Err(Failure::usage(
                "an organisation's policy is judged when a passkey is created",
                "Leave it out, or ask `policy explain` what it says to a sign-in.",
            )),
        }
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
