//! Two policies with a zero byte between them, each read as a managed configuration and as an organisation's policy.
//! Whatever they say, a refusal names its rule and the rule's place, what is not known refuses nothing under a
//! managed configuration, and a change that goes both ways is found both ways.

#![no_main]

use libfuzzer_sys::fuzz_target;
use passkey_provider::id::Aaguid;
use passkey_provider::policy::{
    AttestationKind, Facts, Managed, ManagedFacts, Occasion, Organisation, Person, Verdict, diff,
};

/// Each group and each AAGUID that either names is judged with every other.
const LONGEST_COMPARED: usize = 2048;

fuzz_target!(|input: &[u8]| {
    let (old, new) = input.split_at(input.iter().position(|byte| *byte == 0).unwrap_or(input.len()));
    let new = new.get(1..).unwrap_or_default();
    for text in [old, new] {
        judge_managed(text);
    }
    let read = |text| Organisation::parse(text).or_else(|_| Organisation::unknown().with_strengths(text));
    let Ok(old) = read(old) else { return };
    judge_organisation(&old);
    let Ok(new) = read(new) else { return };
    judge_organisation(&new);
    if input.len() <= LONGEST_COMPARED {
        assert!(diff(&old, &old).is_empty());
        assert_eq!(diff(&old, &new).is_empty(), diff(&new, &old).is_empty());
    }
});

fn judge_managed(text: &[u8]) {
    let Ok(managed) = Managed::parse(text) else { return };
    for occasion in Occasion::ALL {
        let unknown = ManagedFacts::of(occasion);
        assert!(managed.judge(&unknown).is_allowed);
        for attestation in AttestationKind::ALL {
            says_why(&managed.judge(&ManagedFacts {
                is_hardware: Some(false),
                is_gated: Some(false),
                verification: Some(None),
                attestation: Some(attestation),
                ..unknown.clone()
            }));
        }
    }
}

fn judge_organisation(organisation: &Organisation) {
    for occasion in Occasion::ALL {
        for attestation in AttestationKind::ALL {
            says_why(&organisation.judge(&Facts {
                aaguid: Aaguid::from_bytes([0; 16]),
                backup_eligible: false,
                attestation,
                person: Person::default(),
                occasion,
                strengths: organisation.strengths().map(str::to_owned).collect(),
            }));
        }
    }
}

fn says_why(verdict: &Verdict) {
    assert_eq!(verdict.is_allowed, verdict.refusal().is_none());
    assert!(verdict.refusal().is_none_or(|ruling| !ruling.path.is_empty()));
}
