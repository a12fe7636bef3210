use super::action::Action;
use super::fact::{Biometrics, Bluetooth, Fact, Facts, ManagedConfiguration, SignIn, WorkProfile};
use super::step::Step;
use super::version::SystemVersion;
use crate::enrolment::Platform;

/// What is missing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Readiness {
    /// The steps, in the order in which to take them: what cannot be mended first, then each before those that need
    /// it.
    pub steps: Vec<MissingStep>,
    /// What is not known and might stand in the way.
    pub unknown: Vec<Fact>,
}

/// A step that is missing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MissingStep {
    /// Which.
    pub step: Step,
    /// Whether there is no passkey without it. Otherwise it is advice.
    pub blocks: bool,
    /// One or two sentences for the person.
    pub text: String,
    /// Where on this device it is done; `None` where no settings help.
    pub action: Option<Action>,
}

impl Readiness {
    /// Whether nothing that is known stands in the way.
    pub fn is_ready(&self) -> bool {
        !self.steps.iter().any(|missing| missing.blocks)
    }
}

impl Facts {
    /// What is missing by these facts.
    pub fn judge(&self) -> Readiness {
        let steps = Step::ALL.into_iter().filter_map(|step| {
            let blocks = self.asks_for(step)?;
            let text = step.text(self.platform, SystemVersion::floor(self.platform));
            Some(MissingStep { step, blocks, text, action: step.action(self.platform, self.system) })
        });
        Readiness { steps: steps.collect(), unknown: self.unknown().collect() }
    }

    /// Whether the step is missing (`Some`), and whether it blocks.
    fn asks_for(&self, step: Step) -> Option<bool> {
        let (is_missing, blocks) = match step {
            Step::UpdateSystem => (!self.is_new_enough(), true),
            Step::NoCredentialManager => (self.is_new_enough() && self.credential_manager == Some(false), true),
            Step::NoBiometricSensor => {
                (self.biometrics == Some(Biometrics::NoSensor) && self.are_biometrics_required(), true)
            }
            Step::NoBluetooth => (self.is_cross_device() && self.bluetooth == Some(Bluetooth::Absent), true),
            Step::MendManagedConfiguration => {
                (self.managed_configuration == Some(ManagedConfiguration::Unreadable), true)
            }
            Step::UseWorkProfile => (self.work_profile == Some(WorkProfile::Outside), false),
            Step::SetScreenLock => (self.screen_lock == Some(false), true),
            Step::AllowBiometrics => (self.biometrics == Some(Biometrics::Denied), self.are_biometrics_required()),
            Step::EnrolBiometrics => (self.biometrics == Some(Biometrics::NotEnrolled), self.are_biometrics_required()),
            Step::TurnOnProvider => (self.has_providers() && self.provider_enabled == Some(false), true),
            Step::PreferProvider => {
                let is_on = self.has_providers() && self.provider_enabled == Some(true);
                (is_on && self.provider_preferred == Some(false), false)
            }
            Step::ConnectNetwork => (self.network == Some(false), true),
            Step::TurnOnBluetooth => (self.is_cross_device() && self.bluetooth == Some(Bluetooth::Off), true),
            Step::AddSecondFactor => (self.sign_in == Some(SignIn::NoSecondFactor), true),
            Step::SignInAgain => (self.sign_in == Some(SignIn::Old), true),
        };
        is_missing.then_some(blocks)
    }

    fn unknown(&self) -> impl Iterator<Item = Fact> {
        Fact::ALL.into_iter().filter(|fact| match fact {
            Fact::CredentialManager => {
                self.platform == Platform::Android && self.is_new_enough() && self.credential_manager.is_none()
            }
            Fact::ManagedConfiguration => self.managed_configuration.is_none(),
            Fact::ScreenLock => self.screen_lock.is_none(),
            Fact::Biometrics => self.are_biometrics_required() && self.biometrics.is_none(),
            Fact::ProviderEnabled => self.has_providers() && self.provider_enabled.is_none(),
            Fact::Network => self.network.is_none(),
            Fact::Bluetooth => self.is_cross_device() && self.bluetooth.is_none(),
            Fact::SignIn => self.sign_in.is_none(),
        })
    }

    fn is_new_enough(&self) -> bool {
        self.system >= SystemVersion::floor(self.platform)
    }

    /// Whether there are settings in which a provider is turned on.
    fn has_providers(&self) -> bool {
        self.is_new_enough() && self.credential_manager != Some(false)
    }

    fn are_biometrics_required(&self) -> bool {
        self.biometrics_required == Some(true)
    }

    fn is_cross_device(&self) -> bool {
        self.cross_device == Some(true)
    }
}
