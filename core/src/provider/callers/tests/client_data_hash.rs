use super::world::{RP_ID, World, answer, app, privileged_list, reason, rows, rp_id};
use crate::caller::{AndroidCaller, Checked, FetchPurpose, Frame, VerifiedCaller};
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::{ClientDataHash, Origin};

const TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/client_data_hashes.tsv"));

#[test]
fn a_hash_is_signed_only_for_who_is_entitled_to_give_one() {
    for [case, caller, bytes, challenge, expected, why] in rows(TABLE, 8) {
        let why = &format!("{case}: {why}");
        let world = World::new(|options| options);
        let _ = world.provider.callers().update_privileged_list(&privileged_list(), Timestamp::from_millis(1)).unwrap();
        let _ = world.provider.callers().trust_app(&app("com.example.trusted", "x2", "-")).unwrap();
        let hash = match bytes {
            "-" => None,
            count => match ClientDataHash::from_bytes(&vec![0xab; count.parse().unwrap()]) {
                Ok(hash) => Some(hash),
                Err(_) => {
                    assert_eq!(expected, "invalid_hash", "{why}");
                    continue;
                }
            },
        };
        let before = world.footprint();
        let found = match verify(&world, caller, hash) {
            Err(error) => {
                assert_eq!(world.footprint(), before, "{why}");
                reason(&error, why).to_owned()
            }
            Ok(caller) => match world.signs_over(&caller, challenge == "yes") {
                Ok(over) if over == "theirs" => "signed theirs".to_owned(),
                Ok(_) => "signed ours".to_owned(),
                Err(error) => error.code().to_owned(),
            },
        };
        assert_eq!(found, expected, "{why}");
    }
}

fn verify(world: &World, caller: &str, hash: Option<ClientDataHash>) -> Result<VerifiedCaller, Error> {
    let page = Origin::parse("https://login.example.com").unwrap();
    let rp_id = rp_id(RP_ID).unwrap();
    let (package, signer, origin) = match caller {
        "platform" => return Ok(VerifiedCaller::platform(rp_id, hash.unwrap())?),
        "platform_page" => return Ok(VerifiedCaller::platform_with_origin(&page, Some(&rp_id), hash.unwrap())?),
        "page" => return Ok(VerifiedCaller::web(&page, Frame::SameOrigin, Some(&rp_id))?),
        "browser" => ("com.android.chrome", "F0:FD", Some(page.to_string())),
        "impostor" => ("com.android.chrome", "x1", Some(page.to_string())),
        "trusted" => ("com.example.trusted", "x2", Some(page.to_string())),
        "unlisted" => ("com.example.browser", "x1", Some(page.to_string())),
        "app" => ("com.example.app", "x1", None),
        other => panic!("{other}"),
    };
    let caller = AndroidCaller { app: app(package, signer, "-"), origin, client_data_hash: hash };
    match world.provider.callers().check_android(&caller, Some(&rp_id))? {
        Checked::Verified(caller) => Ok(caller),
        Checked::Pending(pending) => {
            let linked = answer("login_only", FetchPurpose::AssetLinks);
            match world.provider.callers().answer_fetch(pending, &linked)?.value? {
                Checked::Verified(caller) => Ok(caller),
                Checked::Pending(pending) => panic!("{}", pending.request().url),
            }
        }
    }
}
