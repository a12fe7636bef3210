use passkey_provider::entropy::SystemEntropy;
use passkey_provider::id::Aaguid;
use passkey_provider::key::{Algorithm, Model};
use passkey_provider::metadata::{KeyStorage, Matcher, Product, Statement, VerifiedBy};
use passkey_provider::webauthn::attestation::{Offer, Route};

use crate::args::{ComparedIn, Global, KeysIn, Metadata, Platform, Way};
use crate::attestation::{FileAttester, read_certificates};
use crate::failure::Failure;
use crate::host::model;
use crate::input::read_file;
use crate::output::Output;
use crate::time;

/// As large as an icon may be, in bytes.
const ICON: u64 = 64 * 1024;

/// `metadata`: an entry of the FIDO Metadata Service, and the statement in it.
pub(super) fn run(args: &Metadata, global: &Global, output: Output) -> Result<(), Failure> {
    let product = product(args, global)?;
    let statement = Statement::of(&product).map_err(|error| {
        Failure::usage(error.to_string(), "See `passkey-provider metadata --help` for what describes a product.")
    })?;
    output.line(&statement.to_entry_json(time::now(global)))
}

fn product(args: &Metadata, global: &Global) -> Result<Product, Failure> {
    let own = model(global.platform);
    let aaguid = match args.aaguid {
        Some(aaguid) => aaguid,
        None if args.new_aaguid => Aaguid::make(&SystemEntropy).map_err(passkey_provider::Error::from)?,
        None => own.aaguid,
    };
    let key_storage: Vec<KeyStorage> = args.keys_in.iter().map(|place| storage(*place)).collect();
    let roots = args.attestation_root.as_deref().map(read_certificates).transpose()?;
    let verified_by: Vec<VerifiedBy> = args.verified_by.iter().map(|way| verified_by(*way)).collect();
    Ok(Product {
        model: Model { aaguid, ..own },
        description: args.description.clone(),
        version: args.app_version,
        key_storage,
        // What the key stores of phones make.
        hardware_algorithms: vec![Algorithm::Es256],
        always_verifies: args.always_verifies,
        verified_by: if verified_by.is_empty() { usual(global.platform) } else { verified_by },
        matcher: match args.compared_in {
            ComparedIn::Software => Matcher::Software,
            ComparedIn::Tee => Matcher::TrustedEnvironment,
            ComparedIn::Chip => Matcher::OnChip,
        },
        route: match global.platform {
            Platform::Ios => Route::Ios,
            Platform::Android | Platform::Desktop => Route::Whole,
        },
        offer: if roots.is_some() { FileAttester::offer() } else { Offer::default() },
        roots,
        icon: args.icon.as_deref().map(|path| read_file(path, ICON)).transpose()?,
    })
}

/// What the phones of a platform verify people by.
fn usual(platform: Platform) -> Vec<VerifiedBy> {
    VerifiedBy::ALL.into_iter().filter(|way| platform != Platform::Ios || *way != VerifiedBy::Pattern).collect()
}

const fn storage(place: KeysIn) -> KeyStorage {
    match place {
        KeysIn::Software => KeyStorage::Software,
        KeysIn::Tee => KeyStorage::TrustedEnvironment,
        KeysIn::SecureElement => KeyStorage::SecureElement,
    }
}

const fn verified_by(way: Way) -> VerifiedBy {
    match way {
        Way::Fingerprint => VerifiedBy::Fingerprint,
        Way::Face => VerifiedBy::Face,
        Way::Passcode => VerifiedBy::Passcode,
        Way::Pattern => VerifiedBy::Pattern,
    }
}
