import Foundation
import Testing

/// How often `needle` is in what this process can write to, beside `needle` itself: in what was freed, too.
/// Half a secret is enough to look for, and better the second one: the allocator writes its own notes over
/// the first bytes of what is freed.
func occurrences(of needle: UnsafeRawBufferPointer) throws -> Int {
    let memory = open("/proc/self/mem", O_RDONLY)
    try #require(memory >= 0)
    defer { close(memory) }
    let part = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1)
    defer { part.deallocate() }
    let (own, looked) = (addresses(of: needle), addresses(of: UnsafeRawBufferPointer(part)))
    var found = 0
    for (start, end) in try writableMappings() {
        var at = start
        // What is read must not be read again.
        while at < end {
            if looked.contains(at) {
                at = looked.upperBound
                continue
            }
            let limit = at < looked.lowerBound ? min(end, looked.lowerBound) : end
            // A mapping may have gone since it was listed.
            let count = pread(memory, part.baseAddress, min(part.count, limit - at), at)
            if count <= 0 { break }
            found += offsets(of: needle, in: UnsafeRawBufferPointer(rebasing: part[..<count]))
                .count { !own.contains(at + $0) }
            // One may lie across the end.
            at = at + count < limit ? at + count - (needle.count - 1) : at + count
        }
    }
    return found
}

private func addresses(of bytes: UnsafeRawBufferPointer) -> Range<Int> {
    let start = Int(bitPattern: bytes.baseAddress)
    return start..<start + bytes.count
}

private func offsets(of needle: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer) -> [Int] {
    guard let start = bytes.baseAddress, let wanted = needle.baseAddress else { return [] }
    var (offset, found) = (0, [Int]())
    while let hit = memmem(start + offset, bytes.count - offset, wanted, needle.count) {
        found.append(UnsafeRawPointer(hit) - start)
        offset = UnsafeRawPointer(hit) - start + 1
    }
    return found
}

/// From and to of each mapping that can hold what the process wrote (proc_pid_maps(5)).
private func writableMappings() throws -> [(Int, Int)] {
    let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
    return try maps.split(separator: "\n").compactMap { line in
        guard let match = line.firstMatch(of: /^([0-9a-f]+)-([0-9a-f]+) rw/) else { return nil }
        return (try #require(Int(match.1, radix: 16)), try #require(Int(match.2, radix: 16)))
    }
}
