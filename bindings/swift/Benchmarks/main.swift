import Foundation
import PasskeyProvider

// Measures for `tests/swift/bench`, which makes the table:
//
//     benchmark get STORE COUNT     the median time of a sign-in, in nanoseconds
//     benchmark call COUNT          that of a call that does nothing
//     benchmark once STORE          the peak memory of a process that signs in once, in bytes
//     benchmark idle                that of one that does nothing

func open(_ path: String) throws -> Provider {
    var bytes = Data(repeating: 7, count: 32)
    return try Provider.open(
        OpenOptions(file: URL(fileURLWithPath: path), deviceKey: .given(DeviceKey(wiping: &bytes))))
}

func get(_ provider: Provider) throws {
    let request = GetRequest(
        options: .json(#"{"rpId":"site-7.example","challenge":"AAECAwQFBgcICQoLDA0ODw"}"#),
        caller: .web(origin: "https://site-7.example", frame: .sameOrigin))
    let start = try provider.beginGet(request)
    guard let id = start.candidates.first?.passkey.credentialID,
        case .done(let asserted) = try provider.finishGet(start.plan, with: id, consent: .present),
        !asserted.value.responseJSON.isEmpty
    else { throw CocoaError(.featureUnsupported) }
}

func median(of count: Int, _ call: () throws -> Void) rethrows -> Int64 {
    for _ in 0..<(count / 10) { try call() }
    var times: [Int64] = []
    for _ in 0..<count {
        let time = try ContinuousClock().measure(call)
        times.append(time.components.attoseconds / 1_000_000_000 + time.components.seconds * 1_000_000_000)
    }
    return times.sorted()[count / 2]
}

/// The high-water mark of this process's resident memory, in bytes (proc(5), `VmHWM`).
func peakMemory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    guard let match = status.firstMatch(of: /VmHWM:\s*(\d+) kB/), let kilobytes = Int(match.1) else {
        throw CocoaError(.fileReadCorruptFile)
    }
    return kilobytes * 1024
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch (arguments.first, arguments.count) {
case ("get", 3):
    let provider = try open(arguments[1])
    print(try median(of: Int(arguments[2]) ?? 1000) { try get(provider) })
case ("call", 2):
    print(median(of: Int(arguments[1]) ?? 1000) { precondition(!Provider.buildID.isEmpty) })
case ("once", 2):
    try get(open(arguments[1]))
    print(try peakMemory())
case ("idle", 1):
    precondition(!Provider.buildID.isEmpty)
    print(try peakMemory())
default:
    print("usage: benchmark get STORE COUNT | call COUNT | once STORE | idle")
    exit(2)
}
