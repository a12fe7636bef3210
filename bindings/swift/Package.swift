// swift-tools-version: 6.0
import PackageDescription

// Where the library of Rust lies, for tests and servers that link it as a shared library. An app
// has no such variable: it links the XCFramework, and the package has no unsafe flag then, for with
// one it could be nobody's dependency.
let libraryFolder = Context.environment["PASSKEY_PROVIDER_LIBRARY_DIR"]

let foreignLibrary: Target =
    if libraryFolder == nil {
        .binaryTarget(name: "PasskeyProviderFFI", path: "Generated/PasskeyProviderFFI.xcframework")
    } else {
        .systemLibrary(name: "PasskeyProviderFFI", path: "Generated/PasskeyProviderFFI")
    }

// The library of Rust calls the Keychain, and a static library brings no word of what it needs.
let link: [LinkerSetting] =
    libraryFolder.map { folder in
        [
            .linkedLibrary("passkey_provider_ffi"),
            .unsafeFlags(["-L\(folder)", "-Xlinker", "-rpath", "-Xlinker", folder]),
        ]
    } ?? [.linkedFramework("Security"), .linkedFramework("CoreFoundation")]

// What Apple's frameworks declare, in their place on a machine that has none: then the package's file for them is
// built and tested, and the examples of its README.
let standIns = Context.environment["PASSKEY_PROVIDER_STAND_INS"] != nil
let framework: [Target.Dependency] = standIns ? ["AuthenticationServices", "CryptoKit"] : []
let guards: [Target.Dependency] = standIns ? ["LocalAuthentication", "Security"] : []

// What guards the secrets is made of Apple's frameworks alone.
#if canImport(Darwin)
    let isForApple = true
#else
    let isForApple = standIns
#endif

// The build in the other language mode must be as quiet.
let isSwift5 = Context.environment["PASSKEY_PROVIDER_SWIFT_5"] != nil
let strict: [SwiftSetting] = isSwift5 ? [.enableUpcomingFeature("StrictConcurrency")] : []

// The tests need the shared library, with the panic in it that they ask for.
let tests: [Target] =
    libraryFolder == nil
    ? []
    : [
        .target(name: "CrossingCounter", path: "Tests/CrossingCounter"),
        .testTarget(
            name: "PasskeyProviderTests",
            dependencies: ["CrossingCounter", "PasskeyProvider", "PasskeyProviderGenerated"] + framework,
            swiftSettings: strict),
        .testTarget(
            name: "ScenarioTests",
            dependencies: ["PasskeyProvider"],
            swiftSettings: strict),
    ]

// They play the device, which only the stand-ins let them.
let appleTests: [Target] =
    libraryFolder != nil && standIns
    ? [
        .testTarget(
            name: "PasskeyProviderAppleTests",
            dependencies: ["PasskeyProviderApple", "PasskeyProvider"] + framework + guards,
            swiftSettings: strict)
    ] : []

let stubs: [Target] =
    standIns
    ? [
        .target(name: "FoundationOfApple", path: "Stubs/FoundationOfApple", swiftSettings: strict),
        .target(
            name: "UIKit", dependencies: ["FoundationOfApple"], path: "Stubs/UIKit", swiftSettings: strict),
        .target(
            name: "Security", dependencies: ["FoundationOfApple"], path: "Stubs/Security",
            swiftSettings: strict),
        .target(
            name: "LocalAuthentication", dependencies: ["Security"], path: "Stubs/LocalAuthentication",
            swiftSettings: strict),
        .target(
            name: "CryptoKit", dependencies: ["LocalAuthentication"], path: "Stubs/CryptoKit",
            swiftSettings: strict),
        .target(
            name: "AuthenticationServices",
            dependencies: ["CryptoKit", "UIKit"],
            path: "Stubs/AuthenticationServices",
            swiftSettings: strict),
        .target(
            name: "ReadmeExamples",
            dependencies: ["PasskeyProvider", "PasskeyProviderApple"] + framework,
            path: "Stubs/ReadmeExamples",
            swiftSettings: strict),
    ] : []

// What is measured, with a library that is optimised and does not panic on request.
let isMeasured = Context.environment["PASSKEY_PROVIDER_BENCHMARKS"] != nil
let more: [Target] =
    isMeasured
    ? [.executableTarget(name: "benchmark", dependencies: ["PasskeyProvider"], path: "Benchmarks")]
    : tests + appleTests

let apple: [Target] =
    isForApple
    ? [
        .target(
            name: "PasskeyProviderApple",
            dependencies: ["PasskeyProvider"] + framework + guards,
            resources: [.process("Resources")],
            swiftSettings: strict)
    ] : []

let package = Package(
    name: "PasskeyProvider",
    defaultLocalization: "en",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "PasskeyProvider", targets: ["PasskeyProvider"])]
        + (isForApple
            ? [.library(name: "PasskeyProviderApple", targets: ["PasskeyProviderApple"])] : []),
    targets: [
        foreignLibrary,
        .target(
            name: "PasskeyProviderGenerated",
            dependencies: ["PasskeyProviderFFI"],
            path: "Generated/PasskeyProviderGenerated",
            swiftSettings: strict,
            linkerSettings: link),
        .target(
            name: "PasskeyProvider",
            dependencies: ["PasskeyProviderFFI", "PasskeyProviderGenerated"] + framework,
            resources: [.process("Resources/PrivacyInfo.xcprivacy")],
            swiftSettings: strict),
    ] + apple + stubs + more,
    swiftLanguageModes: [isSwift5 ? .v5 : .v6]
)
