import Dispatch

/// Makes a call of the library, once its build is known to be that of the package. What it throws is a
/// ``ProviderError``.
func call<T>(_ body: () throws -> T) throws(ProviderError) -> T {
    try Build.check()
    do {
        return try body()
    } catch {
        throw ProviderError(thrown: error)
    }
}

/// Makes a call that blocks, away from the caller's actor. It has threads of its own: those of Swift
/// concurrency must not wait for a disk.
///
/// Where the task is cancelled, a call that was begun goes on to its end.
func away<T: Sendable>(_ body: @escaping @Sendable () throws(ProviderError) -> T) async throws(ProviderError)
    -> T
{
    let result: Result<T, ProviderError> = await withCheckedContinuation { continuation in
        blockingCalls.async {
            let result: Result<T, ProviderError>
            do throws(ProviderError) {
                result = .success(try body())
            } catch {
                result = .failure(error)
            }
            continuation.resume(returning: result)
        }
    }
    return try result.get()
}

private let blockingCalls = DispatchQueue(
    label: "passkey-provider.calls", qos: .userInitiated, attributes: .concurrent)
