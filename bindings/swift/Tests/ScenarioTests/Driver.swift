import Foundation
import PasskeyProvider

/// One call of a scenario, with all references resolved.
struct Call {
    let operation: String
    /// The name of the provider that it is made on.
    let on: String
    /// The name that its outcome gets.
    let name: String?
    let with: Arguments

    /// The name of an outcome that is more than a value: it must have one.
    func needName() throws -> String {
        guard let name else { throw Mistake("the step needs `as`") }
        return name
    }
}

/// What came of a call.
enum Outcome {
    case gave(JSON)
    case failed(JSON)
}

/// Plays the calls of one scenario on the package.
final class Driver {
    let folder: URL
    var providers: [String: Provider] = [:]
    var registrations: [String: CreatePlan] = [:]
    var signIns: [String: GetPlan] = [:]
    var callers: [String: VerifiedCaller] = [:]
    var pending: [String: PendingCaller] = [:]
    var signals: [String: VerifiedSignal] = [:]
    var enrolments: [String: EnrolmentStep] = [:]
    /// What the last call that failed threw: a ceremony's goes to the enrolment that it is of.
    var lastError: ProviderError?

    init(_ folder: URL) { self.folder = folder }

    func perform(_ call: Call) throws -> Outcome {
        do {
            return .gave(try outcome(of: call))
        } catch let error as ProviderError {
            lastError = error
            return .failed(render(error))
        }
    }

    private func outcome(of call: Call) throws -> JSON {
        switch call.operation {
        case "open": try open(call)
        case "close_store": try closeStore(call)
        case "opening": try ask(call) { render($0.opening) }
        case "look_at_store": render(try Provider.look(at: try storeFile(call)))
        case "set_store_aside": render(try Provider.setAside(try storeFile(call)))
        case "make_device_key": try makeDeviceKey(call)
        case "inspect_creation_options": try inspect(call) { try Inspection(creationOptions: $0, strict: $1) }
        case "inspect_request_options": try inspect(call) { try Inspection(requestOptions: $0, strict: $1) }
        case "begin_create": try beginCreate(call)
        case "finish_create": try finishCreate(call)
        case "create_conditionally": try createConditionally(call)
        case "intend_hardware_key": try intendHardwareKey(call)
        case "begin_hardware_create": try beginHardwareCreate(call)
        case "begin_attested_create": try beginAttestedCreate(call)
        case "finish_attested_create": try finishAttestedCreate(call)
        case "finish_hardware_create": try finishHardwareCreate(call)
        case "offers": try offers(call)
        case "begin_get": try beginGet(call)
        case "finish_get": try finishGet(call)
        case "finish_hardware_get": try finishHardwareGet(call)
        case "check_caller": try checkCaller(call)
        case "answer_fetch": try answerFetch(call)
        case "linked_apps": try linkedApps(call)
        case "note_refused": try noteRefused(call)
        case "update_privileged_list": try updatePrivilegedList(call)
        case "privileged_list": try privilegedList(call)
        case "trust_app": try trustApp(call)
        case "trusted_apps": try trustedApps(call)
        case "revoke_app": try revokeApp(call)
        case "candidates": try candidates(call)
        case "list": try ask(call) { try render($0.passkeys.all()) }
        case "deleted": try ask(call) { try render($0.passkeys.deleted()) }
        case "show": try ask(call) { try render($0.passkeys.get($1)) }
        case "rename": try rename(call)
        case "delete": try ask(call) { render(try $0.passkeys.delete($1), render) }
        case "restore": try ask(call) { render(try $0.passkeys.restore($1)) }
        case "purge": try ask(call) { render(try $0.passkeys.purge($1), render) }
        case "purge_expired": try purgeExpired(call)
        case "history": try ask(call) { try render($0.passkeys.history(of: $1)) }
        case "identities": try identities(call)
        case "identity_delta": try identityDelta(call)
        case "confirm": try ask(call) { render(try $0.server.confirm($1)) }
        case "reject": try askWithReason(call) { render(try $0.server.reject($1, reason: $2)) }
        case "note_no_answer": try askWithReason(call) { render(try $0.server.noteNoAnswer($1, reason: $2)) }
        case "note_account_moved": try ask(call) { render(try $0.server.noteAccountMoved($1)) }
        case "stale": try stale(call)
        case "verify_signal": try verifySignal(call)
        case "configure": try configure(call)
        case "configuration": try ask(call) { try render($0.configuration()) }
        case "judge_by_configuration": try judgeByConfiguration(call)
        case "judge_by_policy": try judgeByPolicy(call)
        case "inspect_policy": try inspectPolicy(call)
        case "apply_signal": try applySignal(call)
        case "reconcile": try reconcile(call)
        case "keys_to_delete": try keysToDelete(call)
        case "abandon_hardware_key": try askOfKey(call) { render(try $0.hardwareKeys.abandon($1)) }
        case "key_gone": try askOfKey(call) { render(try $0.hardwareKeys.gone($1)) }
        case "compare_hardware_keys": try compareHardwareKeys(call)
        case "check": try ask(call) { try render($0.health()) }
        case "epoch": try ask(call) { ["epoch": render(try $0.epoch().rawValue)] }
        case "freshness": try ask(call) { render(try $0.freshness()) }
        case "accept_rollback": try ask(call) { render(try $0.acceptRollback()) }
        case "journal": try ask(call) { try render($0.journal()) }
        case "diagnose": try ask(call) { ["report": try JSON(parsing: $0.diagnose())] }
        case "report_tags": try reportTags(call)
        case "shipped_dialects": try shippedDialects(call)
        case "begin_enrolment": try beginEnrolment(call)
        case "open_enrolments": try openEnrolments(call)
        case "resume_enrolment": try resumeEnrolment(call)
        case "continue_enrolment": try continueEnrolment(call)
        case "plan_enrolment": try planEnrolment(call)
        case "abandon_enrolment": try abandonEnrolment(call)
        case "begin_removal_on_both_sides": try beginRemovalOnBothSides(call)
        case "begin_listing_at_server": try beginListingAtServer(call)
        case "explain_refusal": try explainRefusal(call)
        case "judge_readiness": try judgeReadiness(call)
        case "read_scanned_code": try readScannedCode(call)
        case "error_table": try errorTable(call)
        case "build_id": try buildID(call)
        default: throw Mistake("no operation is called \(call.operation)")
        }
    }

    func provider(_ call: Call) throws -> Provider {
        guard let provider = providers[call.on] else { throw Mistake("no provider is called \(call.on)") }
        return provider
    }

    /// What has a name in this scenario.
    func named<T>(_ name: String, _ kind: String, in all: [String: T]) throws -> T {
        guard let found = all[name] else { throw Mistake("no \(kind) is called \(name)") }
        return found
    }
}

// What several operations have in common: what they take.
extension Driver {
    /// A provider alone.
    private func ask(_ call: Call, _ body: (Provider) throws -> JSON) throws -> JSON {
        let provider = try provider(call)
        try call.with.finish()
        return try body(provider)
    }

    /// A passkey.
    private func ask(_ call: Call, _ body: (Provider, PasskeyRef) throws -> JSON) throws -> JSON {
        let passkey = try passkey(call.with)
        return try ask(call) { try body($0, passkey) }
    }

    /// A passkey, and maybe a reason.
    private func askWithReason(
        _ call: Call, _ body: (Provider, PasskeyRef, String?) throws -> JSON
    ) throws -> JSON {
        let reason = try call.with.textIfAny("reason")
        return try ask(call) { try body($0, $1, reason) }
    }

    /// A key in hardware.
    private func askOfKey(_ call: Call, _ body: (Provider, KeyHandle) throws -> JSON) throws -> JSON {
        let handle = KeyHandle(try call.with.bytes("handle"))
        return try ask(call) { try body($0, handle) }
    }

    /// The passkey that `rp_id` and `credential_id` name.
    func passkey(_ with: Arguments) throws -> PasskeyRef {
        PasskeyRef(rpID: try with.text("rp_id"), credentialID: CredentialID(try with.bytes("credential_id")))
    }
}
