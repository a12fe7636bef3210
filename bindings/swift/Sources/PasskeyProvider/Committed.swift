internal import PasskeyProviderGenerated

/// What a call gave that may have written, and the store's epoch after it. After each such call the app keeps
/// the epoch outside the store: that is how a restored older copy is detected.
public struct Committed<Value> {
    /// The outcome. `Void`, where there is nothing to say but that it was done.
    public let value: Value
    /// The store's epoch after the call.
    public let epoch: Epoch
}

extension Committed: Equatable where Value: Equatable {}
extension Committed: Hashable where Value: Hashable {}
extension Committed: Sendable where Value: Sendable {}

/// What the library gives. UniFFI knows no generic record, so that there is one a type.
protocol CommittedRecord {
    associatedtype Value
    var value: Value { get }
    var epoch: UInt64 { get }
}

extension CommittedAssertion: CommittedRecord {}
extension CommittedCheck: CommittedRecord {}
extension CommittedComparison: CommittedRecord {}
extension CommittedCreation: CommittedRecord {}
extension CommittedIntent: CommittedRecord {}
extension CommittedKeys: CommittedRecord {}
extension CommittedPasskeys: CommittedRecord {}
extension CommittedPurge: CommittedRecord {}
extension CommittedReconciliation: CommittedRecord {}
extension CommittedRemoval: CommittedRecord {}

extension Committed {
    init<Raw: CommittedRecord>(_ raw: Raw, _ convert: (Raw.Value) -> Value) {
        self.init(value: convert(raw.value), epoch: Epoch(rawValue: raw.epoch))
    }
}

extension Committed<Void> {
    init(epoch: UInt64) { self.init(value: (), epoch: Epoch(rawValue: epoch)) }
}
