import Foundation

extension Duration {
    /// As Foundation counts: a duration before zero is not valid.
    var inSeconds: TimeInterval {
        let (seconds, attoseconds) = components
        return max(0, Double(seconds) + Double(attoseconds) / 1e18)
    }
}
