use passkey_provider::caller::{AndroidApp, AndroidCaller, BuildType, Frame, PrivilegedList};
use passkey_provider::id::{ClientDataHash, Origin, RpId};

use super::answers::Answers;
use super::parse_rp_id;
use crate::args::{App, Asking, Build, Caller, CheckedCaller, Sender};
use crate::bytes::parse_hex;
use crate::failure::Failure;
use crate::input::read_privileged_list;

/// The caller that the command line claims, before it is known what is asked for.
pub(crate) struct Claimed {
    pub(super) speaker: Speaker,
    /// What the site says of it.
    pub(super) answers: Answers,
    /// Whether the phone's system is one for developers.
    pub(super) build: BuildType,
}

/// Who speaks.
pub(super) enum Speaker {
    /// A page; its right to the RP ID is checked here.
    Page(Origin, Frame),
    /// A page that a browser has checked; it hands over the hash of the client data.
    PageByBrowser(Origin, ClientDataHash),
    /// Somebody whom the platform has checked.
    Platform(RpId, Option<ClientDataHash>),
    /// An app on Android, and the list to go by if it is not the one in the store.
    App(AndroidCaller, Option<PrivilegedList>),
}

impl Claimed {
    /// The caller of a ceremony.
    pub(crate) fn of_ceremony(args: &Caller) -> Result<Self, Failure> {
        Self::parse(&args.asking, args.rp_id.as_deref(), args.client_data_hash.as_deref())
    }

    /// The sender of a signal.
    pub(crate) fn of_signal(args: &Sender) -> Result<Self, Failure> {
        Self::parse(&args.asking, args.rp_id.as_deref(), None)
    }

    /// The caller to check, and the RP ID that it asks for.
    pub(crate) fn of_check(args: &CheckedCaller) -> Result<(Self, Option<RpId>), Failure> {
        let requested = args.rp_id.as_deref().map(parse_rp_id).transpose()?;
        let claimed = Self::parse(&args.asking, args.rp_id.as_deref(), args.client_data_hash.as_deref())?;
        Ok((claimed, requested))
    }

    /// Who it says that it is, and what it asks for, for the history.
    pub(super) fn name(&self, requested: Option<&RpId>) -> String {
        let speaker = match &self.speaker {
            Speaker::Page(origin, _) | Speaker::PageByBrowser(origin, _) => origin.as_str(),
            Speaker::Platform(rp_id, _) => return rp_id.to_string(),
            Speaker::App(caller, _) => caller.app.package().as_str(),
        };
        requested.map_or_else(|| speaker.to_owned(), |rp_id| format!("{speaker} {rp_id}"))
    }

    fn parse(asking: &Asking, rp_id: Option<&str>, hash: Option<&str>) -> Result<Self, Failure> {
        let hash = hash.map(parse_hash).transpose()?;
        let speaker = match (parse_app(&asking.app)?, &asking.origin, hash) {
            (Some(app), origin, client_data_hash) => {
                let list = asking.privileged_list.as_deref().map(read_privileged_list).transpose()?;
                Speaker::App(AndroidCaller { app, origin: origin.clone(), client_data_hash }, list)
            }
            (None, Some(origin), None) => Speaker::Page(parse_origin(origin)?, parse_frame(asking)?),
            (None, Some(origin), Some(hash)) => Speaker::PageByBrowser(parse_origin(origin)?, hash),
            (None, None, hash) => {
                let rp_id = rp_id
                    .ok_or_else(|| Failure::usage("no caller given", "Give --origin, --android-package or --rp-id."))?;
                Speaker::Platform(parse_rp_id(rp_id)?, hash)
            }
        };
        let build = match asking.android_build {
            Some(Build::Userdebug) => BuildType::Userdebug,
            Some(Build::User) | None => BuildType::User,
        };
        Ok(Self { speaker, answers: Answers::read(asking)?, build })
    }
}

/// The app of the command line, if it names one.
pub(crate) fn parse_app(args: &App) -> Result<Option<AndroidApp>, Failure> {
    let Some(package) = &args.android_package else { return Ok(None) };
    AndroidApp::new(package.clone(), &args.android_cert, &args.android_cert_history).map(Some).map_err(|error| {
        Failure::usage(error.to_string(), "Give several --android-cert, or one with its --android-cert-history.")
    })
}

/// Whether the page is in a page of another origin.
fn parse_frame(asking: &Asking) -> Result<Frame, Failure> {
    let top = asking.top_origin.as_deref().map(parse_origin).transpose()?;
    Ok(if asking.cross_origin { Frame::CrossOrigin { top } } else { Frame::SameOrigin })
}

fn parse_origin(text: &str) -> Result<Origin, Failure> {
    Origin::parse(text)
        .map_err(|error| Failure::usage(format!("{text}: {error}"), "Give an origin, e.g. https://login.example.com."))
}

fn parse_hash(text: &str) -> Result<ClientDataHash, Failure> {
    parse_hex(text)
        .and_then(|bytes| ClientDataHash::from_bytes(&bytes).ok())
        .ok_or_else(|| Failure::usage("--client-data-hash is not a SHA-256 hash", "Give 64 hexadecimal digits."))
}
