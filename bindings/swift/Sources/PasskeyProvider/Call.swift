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
