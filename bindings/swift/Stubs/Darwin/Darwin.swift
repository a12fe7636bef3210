// Written from Apple's header string.h: what the package takes from the C library, on Apple's systems only.

@discardableResult
public func memset_s(_ s: UnsafeMutableRawPointer!, _ smax: Int, _ c: Int32, _ n: Int) -> Int32 {
    fatalError("declared only")
}
