use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::fact::{Biometrics, Bluetooth, Facts, ManagedConfiguration, SignIn, WorkProfile};
use super::refused::{FactProblem, InvalidFacts};
use super::version::SystemVersion;
use crate::document::Unambiguous;
use crate::enrolment::Platform;

/// The schema of the JSON that [`Facts::parse`] reads, as JSON Schema (draft 2020-12).
pub const SCHEMA: &str = include_str!("schema.json");

const MAX_BYTES: usize = 16 * 1024;

/// What an error shows of a name that the document gave.
const MAX_NAME: usize = 64;

/// The version of the format.
const VERSION: u64 = 1;

const PLATFORMS: [(&str, Platform); 2] = [("ios", Platform::Ios), ("android", Platform::Android)];
const BIOMETRICS: [(&str, Biometrics); 4] = [
    ("enrolled", Biometrics::Enrolled),
    ("not_enrolled", Biometrics::NotEnrolled),
    ("no_sensor", Biometrics::NoSensor),
    ("denied", Biometrics::Denied),
];
const BLUETOOTH: [(&str, Bluetooth); 3] =
    [("on", Bluetooth::On), ("off", Bluetooth::Off), ("absent", Bluetooth::Absent)];
const WORK_PROFILE: [(&str, WorkProfile); 3] =
    [("none", WorkProfile::None), ("inside", WorkProfile::Inside), ("outside", WorkProfile::Outside)];
const MANAGED_CONFIGURATION: [(&str, ManagedConfiguration); 3] = [
    ("absent", ManagedConfiguration::Absent),
    ("read", ManagedConfiguration::Read),
    ("unreadable", ManagedConfiguration::Unreadable),
];
const SIGN_IN: [(&str, SignIn); 3] =
    [("fresh", SignIn::Fresh), ("old", SignIn::Old), ("no_second_factor", SignIn::NoSecondFactor)];

impl Facts {
    /// Reads facts: JSON as [`SCHEMA`] describes it, at most 16 KiB.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts`], with the name of the member that is wrong. A member that is not known to this version is
    /// wrong: a step that it asks for would be missing.
    pub fn parse(json: &[u8]) -> Result<Self, InvalidFacts> {
        if json.len() > MAX_BYTES {
            return Err(InvalidFacts::TooLarge);
        }
        let Unambiguous(document) = serde_json::from_slice(json).map_err(|_| InvalidFacts::NotJson)?;
        let members = document.as_object().ok_or(InvalidFacts::NotAnObject)?;
        let mut members = Members { members, known: BTreeSet::new() };
        let version = members.required("version")?;
        if version.as_u64() != Some(VERSION) {
            return Err(wrong("version", FactProblem::NotAValue));
        }
        let platform = one_of(members.required("platform")?, "platform", &PLATFORMS)?;
        let system = members.required("system")?.as_str().and_then(|text| text.parse().ok());
        let system: SystemVersion = system.ok_or_else(|| wrong("system", FactProblem::NotAVersion))?;
        let facts = Self {
            credential_manager: members.flag("credential_manager")?,
            provider_enabled: members.flag("provider_enabled")?,
            provider_preferred: members.flag("provider_preferred")?,
            screen_lock: members.flag("screen_lock")?,
            biometrics: members.value("biometrics", &BIOMETRICS)?,
            biometrics_required: members.flag("biometrics_required")?,
            network: members.flag("network")?,
            cross_device: members.flag("cross_device")?,
            bluetooth: members.value("bluetooth", &BLUETOOTH)?,
            work_profile: members.value("work_profile", &WORK_PROFILE)?,
            managed_configuration: members.value("managed_configuration", &MANAGED_CONFIGURATION)?,
            sign_in: members.value("sign_in", &SIGN_IN)?,
            ..Self::of(platform, system)
        };
        members.refuse_unknown()?;
        facts.of_its_platform()
    }

    /// Refuses what only the other platform knows.
    fn of_its_platform(self) -> Result<Self, InvalidFacts> {
        let strange = match self.platform {
            Platform::Ios => [
                ("credential_manager", self.credential_manager.is_some()),
                ("provider_preferred", self.provider_preferred.is_some()),
                ("work_profile", self.work_profile.is_some()),
            ],
            Platform::Android => {
                [("biometrics", self.biometrics == Some(Biometrics::Denied)), ("", false), ("", false)]
            }
        };
        let found = strange.iter().find(|(_, is_strange)| *is_strange);
        found.map_or(Ok(self), |(name, _)| Err(wrong(name, FactProblem::NotOfThisPlatform)))
    }
}

/// The document's object, and which of its members were asked for.
struct Members<'a> {
    members: &'a Map<String, Value>,
    known: BTreeSet<&'static str>,
}

impl<'a> Members<'a> {
    fn take(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.insert(name);
        self.members.get(name)
    }

    fn required(&mut self, name: &'static str) -> Result<&'a Value, InvalidFacts> {
        self.take(name).ok_or_else(|| wrong(name, FactProblem::Missing))
    }

    fn flag(&mut self, name: &'static str) -> Result<Option<bool>, InvalidFacts> {
        let flag = |value: &Value| value.as_bool().ok_or_else(|| wrong(name, FactProblem::NotAFlag));
        self.take(name).map(flag).transpose()
    }

    fn value<T: Copy>(&mut self, name: &'static str, values: &[(&str, T)]) -> Result<Option<T>, InvalidFacts> {
        self.take(name).map(|value| one_of(value, name, values)).transpose()
    }

    fn refuse_unknown(&self) -> Result<(), InvalidFacts> {
        let unknown = self.members.keys().find(|name| !self.known.contains(name.as_str()));
        unknown.map_or(Ok(()), |name| Err(wrong(name, FactProblem::UnknownMember)))
    }
}

fn one_of<T: Copy>(value: &Value, name: &str, values: &[(&str, T)]) -> Result<T, InvalidFacts> {
    let found = value.as_str().and_then(|text| values.iter().find(|(own, _)| *own == text));
    found.map(|(_, value)| *value).ok_or_else(|| wrong(name, FactProblem::NotAValue))
}

fn wrong(name: &str, problem: FactProblem) -> InvalidFacts {
    let path = name.chars().filter(|letter| !letter.is_control()).take(MAX_NAME).collect();
    InvalidFacts::Member { path, problem }
}
