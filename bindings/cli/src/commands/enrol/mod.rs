mod demand;
mod drive;
mod explain;
mod server;
mod token;

use passkey_provider::enrolment::{EnrolmentId, Unfinished, UnfinishedStage};
use passkey_provider::id::UserHandle;
use serde_json::{Value, json};

use crate::args::{DeleteAtServer, Enrol, EnrolCommand, Global, ListAtServer, Making, Resume};
use crate::caller::parse_rp_id;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;
use crate::table;
use crate::time;
use drive::Drive;

/// `enrol`: registering at a server.
pub(super) fn run(args: Enrol, global: &Global, output: Output) -> Result<(), Failure> {
    match args.command {
        None => {
            let mut setup = server::setup(&args.at)?;
            if let Some(account) = &args.account {
                setup = setup.account(account);
            }
            if let Some(name) = &args.name {
                setup = setup.friendly_name(name);
            }
            let host = Host::open(global, output)?;
            let mut drive = Drive::making(&host, args.making, global, output)?;
            let step = host.remember(host.provider.enrolments().begin(setup)?)?;
            drive.run(step)
        }
        Some(EnrolCommand::Resume(args)) => resume(args, global, output),
        Some(EnrolCommand::List(args)) => list(args, global, output),
        Some(EnrolCommand::Delete(args)) => delete(args, global, output),
        Some(EnrolCommand::Abandon { id }) => abandon(&id, global, output),
        Some(EnrolCommand::Explain(args)) => explain::run(&args, global, output),
        Some(EnrolCommand::Demand(args)) => demand::run(&args, output),
    }
}

/// `enrol resume`.
fn resume(args: Resume, global: &Global, output: Output) -> Result<(), Failure> {
    let Resume { id, making } = args;
    let host = Host::open(global, output)?;
    match id {
        None => show(&host.provider.enrolments().open()?, output),
        Some(id) => go_on(parse_id(&id)?, &host, making, global, output),
    }
}

fn go_on(id: EnrolmentId, host: &Host, making: Making, global: &Global, output: Output) -> Result<(), Failure> {
    let mut drive = Drive::making(host, making, global, output)?;
    match host.remember(host.provider.enrolments().resume(id)?)? {
        Some(step) => drive.run(step),
        None => Err(unknown()),
    }
}

/// `enrol list`.
fn list(args: ListAtServer, global: &Global, output: Output) -> Result<(), Failure> {
    let rp_id = parse_rp_id(&args.rp_id)?;
    let user = UserHandle::from_base64url(&args.user)
        .ok_or_else(|| Failure::usage("--user is not a user handle", "Give it as the server has it, in base64url."))?;
    let setup = server::setup(&args.at)?;
    let host = Host::open(global, output)?;
    let step = host.remember(host.provider.enrolments().look(setup, rp_id, user)?)?;
    Drive::asking(&host, args.signed_in, global, output).run(step)
}

/// `enrol delete`: at the server first, and here on its word only.
fn delete(args: DeleteAtServer, global: &Global, output: Output) -> Result<(), Failure> {
    let id = super::parse_id(&args.id)?;
    let setup = server::named(&args.at)?;
    let host = Host::open(global, output)?;
    let passkey = host.named(&id)?;
    let step = host.remember(host.provider.enrolments().begin_removal(&passkey, setup)?)?;
    Drive::asking(&host, args.signed_in, global, output).run(step)
}

/// `enrol abandon`.
fn abandon(id: &str, global: &Global, output: Output) -> Result<(), Failure> {
    let id = parse_id(id)?;
    let host = Host::open(global, output)?;
    if host.remember(host.provider.enrolments().abandon(id)?)? {
        output.answer(
            &json!({ "abandoned": id.to_text() }),
            "It is forgotten. A passkey that it made stays as it stands.",
        )
    } else {
        Err(unknown())
    }
}

fn show(unfinished: &[Unfinished], output: Output) -> Result<(), Failure> {
    let value: Vec<Value> = unfinished.iter().map(to_json).collect();
    let text = if unfinished.is_empty() {
        "No registration was interrupted.".to_owned()
    } else {
        let rows: Vec<String> = unfinished.iter().map(to_text).collect();
        rows.join("\n\n")
    };
    output.answer(&json!({ "unfinished": value }), &text)
}

fn to_json(unfinished: &Unfinished) -> Value {
    json!({
        "enrolment": unfinished.id.to_text(),
        "begun": time::render(unfinished.begun),
        "server": unfinished.server,
        "dialect": unfinished.dialect,
        "stage": stage(unfinished.stage).0,
        "credential_id": unfinished.passkey.as_ref().map(|passkey| passkey.credential_id.to_base64url()),
    })
}

fn to_text(unfinished: &Unfinished) -> String {
    let mut pairs = vec![
        ("enrolment", unfinished.id.to_text()),
        ("begun", time::render(unfinished.begun)),
        ("server", unfinished.server.clone()),
        ("stage", stage(unfinished.stage).1.to_owned()),
    ];
    pairs.extend(unfinished.passkey.as_ref().map(|passkey| ("passkey", passkey.credential_id.to_base64url())));
    table::render_pairs(&pairs)
}

const fn stage(stage: UnfinishedStage) -> (&'static str, &'static str) {
    match stage {
        UnfinishedStage::Began => ("began", "no passkey is made"),
        UnfinishedStage::Made => ("made", "the passkey is here, and the server may have it"),
        UnfinishedStage::Removing => ("removing", "the passkey is to be deleted on both sides"),
    }
}

fn parse_id(text: &str) -> Result<EnrolmentId, Failure> {
    EnrolmentId::parse(text)
        .ok_or_else(|| Failure::usage(format!("{text} is not an enrolment"), "Give one as `enrol resume` lists it."))
}

fn unknown() -> Failure {
    Failure::usage("no such registration was interrupted", "`enrol resume` lists those that were.")
}
