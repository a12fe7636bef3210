import Dispatch

extension Provider {
    /// Makes calls of this provider, which block, away from the caller's actor: on threads of the package's
    /// own, for those of Swift concurrency must not wait for a disk.
    ///
    /// ```swift
    /// let removed = try await provider.offActor { try $0.passkeys.delete(passkey) }
    /// keep(removed.epoch)
    /// ```
    ///
    /// It gives and throws what the body does. The calls of one body follow one another; two bodies may run at
    /// once. Where the task is cancelled, a body that was begun goes on to its end, and its outcome is given.
    ///
    /// Swift 6.0 takes the error of a closure for `any Error` unless the closure names it, as
    /// `{ provider throws(ProviderError) in try provider.passkeys.delete(passkey) }` does.
    public func offActor<T: Sendable, E: Error>(
        _ body: @escaping @Sendable (Provider) throws(E) -> T
    ) async throws(E) -> T {
        try await Self.offActor { () throws(E) in try body(self) }
    }

    /// The same for calls that need no provider, such as `Provider.open` and `KeySource.makeDeviceKey`.
    ///
    /// ```swift
    /// let provider = try await Provider.offActor { try Provider.open(options) }
    /// ```
    public static func offActor<T: Sendable, E: Error>(
        _ body: @escaping @Sendable () throws(E) -> T
    ) async throws(E) -> T {
        let result: Result<T, E> = await withCheckedContinuation { continuation in
            blockingCalls.async {
                let result: Result<T, E>
                do throws(E) {
                    result = .success(try body())
                } catch {
                    result = .failure(error)
                }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }
}

private let blockingCalls = DispatchQueue(
    label: "passkey-provider.calls", qos: .userInitiated, attributes: .concurrent)
