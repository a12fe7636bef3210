//! An enrolment at a server that accepts, up to the call that the system fails under.

use passkey_provider::enrolment::{Dialect, Server, Setup, Step};
use passkey_provider::exchange::{Answer, Response, ResponseHeaders};
use passkey_provider::secret::Secret;
use passkey_provider::{Consent, Error, Provider, VerificationMethod};

use crate::operation::MODEL;

/// A call of an enrolment.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Point {
    Begin,
    Options,
    Make,
    Made,
    Accepted,
    Abandon,
    Resume,
    Removal,
}

const OPTIONS: &str = r#"{"rp":{"id":"id.example.com","name":"Stand-in"},"user":{"id":"CA","name":"ada",
    "displayName":"Ada"},"challenge":"q83vASNFZ4mrze8BI0VniQ","pubKeyCredParams":[{"type":"public-key","alg":-7}]}"#;

/// Goes as far as the point, and returns after its call.
pub(crate) fn walk(provider: &Provider, point: Point, arm: &dyn Fn()) -> Result<(), Error> {
    let enrolments = provider.enrolments();
    let arm_at = |here: Point| {
        if point == here {
            arm();
        }
    };
    arm_at(Point::Begin);
    let mut step = enrolments.begin(setup())?.value;
    if point == Point::Begin {
        return Ok(());
    }
    let mut answers = 0;
    loop {
        step = match step {
            Step::Name(needed) => needed.with("Ada's phone"),
            Step::Token(needed) => needed.with(Secret::new(b"JSESSIONID=from-the-sign-in".to_vec())),
            Step::Send(sending) => {
                answers += 1;
                let (here, body) =
                    if answers == 1 { (Point::Options, OPTIONS) } else { (Point::Accepted, r#"{"success":true}"#) };
                arm_at(here);
                let step = enrolments.answered(sending, &answer(body))?.value;
                if point == here {
                    return Ok(());
                }
                step
            }
            Step::Create(creating) => {
                if matches!(point, Point::Abandon | Point::Resume) {
                    let id = enrolments.open()?.first().expect("an enrolment").id;
                    arm();
                    return match point {
                        Point::Abandon => enrolments.abandon(id).map(drop),
                        _ => enrolments.resume(id).map(drop),
                    };
                }
                arm_at(Point::Make);
                let plan = enrolments.plan(&creating, MODEL)?;
                let consented = plan.consent(Consent::Stated(VerificationMethod::Biometric))?;
                let created = provider.finish_create(consented)?.value;
                if point == Point::Make {
                    return Ok(());
                }
                arm_at(Point::Made);
                let step = enrolments.created(creating, &created)?.value;
                if point == Point::Made {
                    return Ok(());
                }
                step
            }
            Step::Done(_) if point == Point::Removal => {
                let all = provider.passkeys().all()?.passkeys;
                let enrolled = all.iter().find(|passkey| passkey.metadata.rp_id.as_str() == "id.example.com");
                let passkey = enrolled.expect("a passkey").reference();
                arm();
                return enrolments.begin_removal(&passkey, None).map(drop);
            }
            other => panic!("an enrolment that does not end at {other:?}"),
        };
    }
}

fn setup() -> Setup {
    let dialect = Dialect::shipped("spring-security").expect("a dialect");
    Setup::new(dialect, Server::parse("https://id.example.com").expect("a server"), &[]).expect("a setup")
}

fn answer(body: &str) -> Answer {
    Answer::Response(Response {
        status: 200,
        content_type: Some("application/json".into()),
        redirects: Vec::new(),
        headers: ResponseHeaders::default(),
        body: body.into(),
    })
}
