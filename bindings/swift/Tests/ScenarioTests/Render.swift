import Foundation
import PasskeyProvider

// The package's values as a scenario expects them.

func render(_ number: some BinaryInteger) -> JSON { .number(Decimal(string: "\(number)") ?? .nan) }
func render(_ time: Date) -> JSON { render(Int64((time.timeIntervalSince1970 * 1000).rounded())) }
func render(_ bytes: Data) -> JSON { .text(bytes.base64URL) }
func render(_ bytes: some OpaqueBytes) -> JSON { render(bytes.bytes) }
func render(_ text: String?) -> JSON { text.map(JSON.text) ?? .null }

/// What was committed, and the store's epoch among its members.
func render<T>(_ committed: Committed<T>, _ value: (T) throws -> JSON) rethrows -> JSON {
    let members = try value(committed.value).object ?? [:]
    return .object(members.merging(["epoch": render(committed.epoch.rawValue)]) { $1 })
}

/// What a call gives that gives the store's epoch only.
func render(_ committed: Committed<Void>) -> JSON { render(committed) { [:] } }

func render(_ passkey: PasskeyRef) -> JSON {
    ["rp_id": .text(passkey.rpID), "credential_id": render(passkey.credentialID)]
}

func render(_ user: User) -> JSON {
    ["handle": render(user.handle), "name": .text(user.name), "display_name": .text(user.displayName)]
}

func render(_ repair: Repair) -> JSON {
    ["path": .text(repair.path), "found": .text(repair.found), "used": .text(repair.used)]
}

func render(_ identity: Identity) -> JSON {
    [
        "rp_id": .text(identity.passkey.rpID), "credential_id": render(identity.passkey.credentialID),
        "user_handle": render(identity.userHandle), "user_name": .text(identity.userName),
    ]
}

func render(_ verification: Verification?) -> JSON {
    switch verification {
    case nil: .null
    case .keySignature: "key_signature"
    case .gate: "gate"
    case .statement(let method): .text(method.rawValue)
    case .unknown: "unknown"
    }
}

/// The word, why, and the deadline where there is one.
func render(_ standing: Standing) -> (word: JSON, reason: JSON, deadline: JSON) {
    switch standing {
    case .unconfirmed(let deadline): ("unconfirmed", "no_word_yet", render(deadline))
    case .confirmed(let by): ("confirmed", .text(by.rawValue), .null)
    case .suspect(let by): ("suspect", .text(by.rawValue), .null)
    case .stale(let by): ("stale", .text(by.rawValue), .null)
    }
}

func render(_ basis: Basis) -> (word: String, time: Date?) {
    switch basis {
    case .domain: ("domain", nil)
    case .relatedOrigins(let fetched): ("related_origins", fetched)
    case .privilegedList(let asOf): ("privileged_list", asOf)
    case .trustedByPerson(let since): ("trusted_by_person", since)
    case .assetLinks(let fetched): ("asset_links", fetched)
    case .platform: ("platform", nil)
    case .enrolment: ("enrolment", nil)
    }
}

func render(_ decision: Decision) -> (word: String, existing: [PasskeySummary]) {
    switch decision {
    case .proceed: ("proceed", [])
    case .alreadyRegistered(let existing): ("already_registered", existing)
    case .staleDuplicate(let existing): ("stale_duplicate", existing)
    case .inFlight(let existing): ("duplicate_in_flight", existing)
    case .duplicate(let existing): ("duplicate", existing)
    }
}

func render(_ summary: PasskeySummary) -> JSON {
    let standing = render(summary.standing)
    let (custody, keyHandle, keyAccess) = render(summary.custody)
    return [
        "rp_id": .text(summary.passkey.rpID), "credential_id": render(summary.passkey.credentialID),
        "title": .text(summary.title), "user": render(summary.user), "label": render(summary.label),
        "custody": custody, "key_handle": keyHandle, "key_access": keyAccess,
        "backup_flags": .text(summary.backupFlags.rawValue),
        "created": render(summary.created), "last_used": summary.lastUsed.map(render) ?? .null,
        "standing": standing.word, "reason": standing.reason, "why": .text(summary.why),
        "since": render(summary.since),
    ]
}

func render(_ passkey: Passkey) -> JSON {
    let standing = render(passkey.standing)
    let (visibility, deletedAt) = render(passkey.visibility)
    let (custody, keyHandle, keyAccess) = render(passkey.custody)
    return [
        "credential_id": render(passkey.credentialID), "rp_id": .text(passkey.rpID),
        "user": render(passkey.user), "label": render(passkey.label), "public_key": render(passkey.publicKey),
        "algorithm": render(passkey.algorithm.rawValue), "custody": custody, "key_handle": keyHandle,
        "key_access": keyAccess, "backup_flags": .text(passkey.backupFlags.rawValue),
        "protection": .text(passkey.protection.rawValue),
        "created": render(passkey.created), "created_epoch": render(passkey.createdEpoch.rawValue),
        "sign_count": render(passkey.signCount), "last_used": passkey.lastUsed.map(render) ?? .null,
        "last_verification": render(passkey.lastVerification),
        "standing": standing.word, "reason": standing.reason,
        "why": .text(passkey.why), "deadline": standing.deadline, "since": render(passkey.since),
        "visibility": visibility, "deleted_at": deletedAt,
        "is_offered": .bool(passkey.isOffered), "key_missing": .bool(passkey.isKeyMissing),
        "needs_reregistration": .bool(passkey.needsReregistration),
    ]
}

private func render(_ visibility: Visibility) -> (word: JSON, deletedAt: JSON) {
    switch visibility {
    case .shown: ("shown", .null)
    case .hidden: ("hidden", .null)
    case .superseded: ("superseded", .null)
    case .deleted(let at): ("deleted", render(at))
    }
}

private func render(_ custody: Custody) -> (word: JSON, handle: JSON, access: JSON) {
    switch custody {
    case .sealed: ("sealed", .null, .null)
    case .hardware(let handle, let access): ("hardware", render(handle), .text(access.rawValue))
    }
}

func render(_ listing: Listing) -> JSON {
    ["passkeys": .list(listing.passkeys.map(render)), "damaged": .list(listing.damaged.map { render($0) })]
}

func render(_ removal: Removal) -> JSON {
    [
        "rp_id": .text(removal.passkey.rpID), "credential_id": render(removal.passkey.credentialID),
        "server_may_hold_it": .bool(removal.serverMayHoldIt),
        "manage_url": render(removal.manageURL?.absoluteString),
    ]
}

func render(_ output: PRFOutput?) -> JSON {
    guard let output else { return .null }
    return [
        "enabled": output.isEnabled.map(JSON.bool) ?? .null,
        "first": output.results?.withFirst(render) ?? .null,
        "second": output.results?.withSecond(render) ?? .null,
    ]
}

func render(_ output: LargeBlobOutput?) -> JSON {
    guard let output else { return .null }
    return [
        "supported": output.isSupported.map(JSON.bool) ?? .null,
        "blob": output.blob?.withBytes(render) ?? .null,
        "written": output.isWritten.map(JSON.bool) ?? .null,
    ]
}

func render(_ created: Created) throws -> JSON {
    [
        "response": try JSON(parsing: created.responseJSON),
        "attestation_object": render(created.attestationObject),
        "client_data_hash": render(created.clientDataHash), "passkey": render(created.passkey),
        "verification": render(created.verification), "attestation": .text(created.attestation.rawValue),
        "prf": render(created.prf),
        "large_blob": render(created.largeBlob),
    ]
}

func render(_ asserted: Asserted) throws -> JSON {
    [
        "response": try JSON(parsing: asserted.responseJSON),
        "client_data_hash": render(asserted.clientDataHash),
        "authenticator_data": render(asserted.authenticatorData), "signature": render(asserted.signature),
        "passkey": render(asserted.passkey), "verification": render(asserted.verification),
        "prf": render(asserted.prf), "large_blob": render(asserted.largeBlob),
    ]
}

func render(_ history: History) -> JSON {
    let events = history.events.map { event -> JSON in
        [
            "at": render(event.at), "kind": .text(event.kind.rawValue),
            "verification": render(event.verification),
            "sentence": .text(event.sentence), "note": render(event.note),
        ]
    }
    return [
        "events": .list(events), "folded": render(history.folded),
        "folded_until": history.foldedUntil.map(render) ?? .null,
    ]
}

func render(_ health: Health) -> JSON {
    [
        "is_good": .bool(health.isGood), "is_intact": .bool(health.isIntact),
        "passkeys": render(health.passkeys), "damaged": .list(health.damaged.map { render($0) }),
        "damaged_parts": .list(health.damagedParts.map { ["part": render($0.part), "row": render($0.row)] }),
        "is_as_written": .bool(health.isAsWritten),
        "is_gated": .bool(health.isGated), "schema_version": render(health.schemaVersion),
        "epoch": health.epoch.map { render($0.rawValue) } ?? .null,
    ]
}

func render(_ purged: Purged) -> JSON {
    ["count": render(purged.count), "left_in_log": .bool(purged.leftInLog)]
}

func render(_ part: StorePart) -> JSON {
    switch part {
    case .record: "record"
    case .age: "age"
    case .history: "history"
    case .largeBlob: "large_blob"
    case .looseKey: "loose_key"
    case .document: "document"
    case .journal: "journal"
    }
}

func render(_ opening: Opening) -> JSON {
    ["made": .bool(opening.made), "is_gated": .bool(opening.isGated)]
}

func render(_ presence: Presence) -> JSON {
    switch presence {
    case .nothing: ["state": "nothing"]
    case .store(let passkeys): ["state": "store", "passkeys": render(passkeys)]
    case .tooNew(let found, let known): ["state": "too_new", "found": render(found), "known": render(known)]
    case .foreign: ["state": "foreign"]
    case .notADatabase: ["state": "not_a_database"]
    case .damaged: ["state": "damaged"]
    }
}

func render(_ aside: SetAside) -> JSON {
    ["kept_as": .text(aside.file.lastPathComponent), "passkeys": aside.passkeys.map(render) ?? .null]
}

func render(_ freshness: Freshness) -> JSON {
    switch freshness {
    case .current: ["state": "current"]
    case .made: ["state": "made"]
    case .rolledBack(let missing): ["state": "rolled_back", "missing": render(missing)]
    }
}

/// The fixed members of an error.
func render(_ kind: ProviderError.Kind) -> JSON {
    [
        "code": .text(kind.code.rawValue), "fault": .text(kind.fault.rawValue), "next": .text(kind.next),
        "dom_exception": .text(kind.domException.rawValue),
        "android_create_type": .text(kind.androidCreateType),
        "android_get_type": .text(kind.androidGetType), "asks_for_view": .bool(kind.asksForView),
        "ios_codes": .object(
            Dictionary(
                uniqueKeysWithValues: EntryPoint.allCases.map {
                    ($0.rawValue, render(kind.extensionErrorCode(at: $0).rawValue))
                })),
    ]
}

func render(_ error: ProviderError) -> JSON {
    let more: [String: JSON] =
        switch error.detail {
        case nil: [:]
        case .argument(let name): ["argument": .text(name)]
        case .refused(let reason): ["reason": .text(reason.rawValue)]
        case .serverList(let reason): ["reason": .text(reason.rawValue)]
        case .site(let rpID): ["site": .text(rpID)]
        case .member(let path): ["member": .text(path)]
        case .passkeys(let count): ["passkeys": render(count)]
        case .missing(let commits): ["missing": render(commits)]
        case .versions(let found, let known): ["found": render(found), "known": render(known)]
        case .attestation(let requirement): ["requirement": .text(requirement)]
        case .cause(let why): ["cause": .text(why)]
        case .ruling(let ruling): render(ruling).object ?? [:]
        case .policy(let problem, let path): ["problem": .text(problem), "path": render(path)]
        case .keptAs(let file): ["kept_as": .text(file.lastPathComponent)]
        }
    let fixed = render(error.kind).object ?? [:]
    let said: [String: JSON] = [
        "message": .text(error.message), "epoch": error.epoch.map { render($0.rawValue) } ?? .null,
    ]
    return .object(fixed.merging(more) { $1 }.merging(said) { $1 })
}
