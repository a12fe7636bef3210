import Foundation
internal import PasskeyProviderGenerated

/// What was done.
public enum EnrolmentOutcome: Hashable, Redacted, Sendable {
    /// The server has the passkey, and it is confirmed here. What the server calls it, where it said so, is kept for
    /// deleting it there.
    case enrolled(PasskeyRef, registration: String?)
    /// The server does not have the passkey any more, and it is deleted here, from where it can be restored.
    case removed(PasskeyRef)
    /// The server's list was compared with what is here.
    case listed(ServerComparison)
}

/// A server's list beside what is here.
public struct ServerComparison: Hashable, Sendable {
    /// How many passkeys the server has for the account.
    public let onServer: UInt64
    /// The server has these.
    public let confirmed: [PasskeyRef]
    /// The server does not have these: they are hidden now.
    public let stale: [PasskeyRef]
    /// Nothing is known of these.
    public let untouched: [PasskeyRef]
    /// Whether the list said what the server does not have.
    public let coverage: ListCoverage
}

/// It did not go on: why, and what to do next.
public struct EnrolmentFailed: Hashable, Redacted, Sendable {
    /// Which enrolment it is.
    public let id: EnrolmentID
    /// The dialect's name.
    public let dialect: String
    /// Why.
    public let reason: EnrolmentFailure
    /// What happened, as a sentence: English. Localise from the reason.
    public let sentence: String
    /// What to do next, as a sentence.
    public let next: String
    /// How the server refused, if it did.
    public let refusal: Refusal?
    /// Whether it can be resumed; else it is at its end.
    public let isOpen: Bool
    /// The passkey that is here and that it was about. Its standing says what is known of it.
    public let passkey: PasskeyRef?

    /// Why, and whether it can be resumed.
    public var customMirror: Mirror { showing(["reason": reason, "isOpen": isOpen]) }

    /// What the server's refusal means, who must act and what to do next; `nil` where it did not refuse. The AAGUID is
    /// that of the passkey's model, which an administrator may have to allow.
    public func explain(aaguid: UUID? = nil) throws(ProviderError) -> RefusalExplanation? {
        guard var refusal else { return nil }
        refusal.aaguid = aaguid
        return try refusal.explain()
    }
}

/// An enrolment that is not at its end.
public struct OpenEnrolment: Hashable, Redacted, Sendable {
    /// Which.
    public let id: EnrolmentID
    /// Since when, by the device's clock.
    public let begun: Date
    /// The dialect's name.
    public let dialect: String
    /// Scheme, host and port of the server.
    public let server: String
    /// How far it is.
    public let stage: EnrolmentStage
    /// The passkey that it is about, once there is one.
    public let passkey: PasskeyRef?

    /// How far it is.
    public var customMirror: Mirror { showing(["stage": stage]) }
}

extension EnrolmentOutcome {
    init(_ raw: PasskeyProviderGenerated.EnrolmentOutcome) {
        self =
            switch raw {
            case .enrolled(let passkey, let registration):
                .enrolled(PasskeyRef(passkey), registration: registration)
            case .removed(let passkey): .removed(PasskeyRef(passkey))
            case .listed(let onServer, let confirmed, let stale, let untouched, let coverage):
                .listed(
                    ServerComparison(
                        onServer: onServer, confirmed: confirmed.map(PasskeyRef.init),
                        stale: stale.map(PasskeyRef.init), untouched: untouched.map(PasskeyRef.init),
                        coverage: ListCoverage(coverage)))
            }
    }
}

extension EnrolmentFailed {
    init(_ raw: PasskeyProviderGenerated.EnrolmentFailed) {
        self.init(
            id: EnrolmentID(rawValue: raw.id), dialect: raw.dialect, reason: EnrolmentFailure(raw.reason),
            sentence: raw.sentence, next: raw.next, refusal: raw.refusal.map(Refusal.init),
            isOpen: raw.isOpen,
            passkey: raw.passkey.map(PasskeyRef.init))
    }
}

extension OpenEnrolment {
    init(_ raw: PasskeyProviderGenerated.OpenEnrolment) {
        self.init(
            id: EnrolmentID(rawValue: raw.id), begun: raw.begun, dialect: raw.dialect, server: raw.server,
            stage: EnrolmentStage(raw.stage), passkey: raw.passkey.map(PasskeyRef.init))
    }
}
