// Written from Apple's documentation of the structures by which Swift's overlay refines the headers
// ASPasskey*CredentialExtension{Input,Output}.h, ASAuthorizationPublicKeyCredentialLargeBlob*.h and
// ASAuthorizationPublicKeyCredentialPRF*.h of the SDK of iOS 18.

import CryptoKit

@available(iOS 18, macOS 15, *)
public enum ASPasskeyCredentialExtensionInput: Sendable {
    case none
    case assertion(ASPasskeyAssertionCredentialExtensionInput)
    case registration(ASPasskeyRegistrationCredentialExtensionInput)
}

@available(iOS 18, macOS 15, *)
public struct ASPasskeyRegistrationCredentialExtensionInput: Sendable {
    public var largeBlob: ASAuthorizationPublicKeyCredentialLargeBlobRegistrationInput? { declaredOnly() }
    public var prf: ASAuthorizationPublicKeyCredentialPRFRegistrationInput? { declaredOnly() }
}

@available(iOS 18, macOS 15, *)
public struct ASPasskeyAssertionCredentialExtensionInput: Sendable {
    public var largeBlob: ASAuthorizationPublicKeyCredentialLargeBlobAssertionInput? { declaredOnly() }
    public var prf: ASAuthorizationPublicKeyCredentialPRFAssertionInput? { declaredOnly() }
}

@available(iOS 18, macOS 15, *)
public struct ASPasskeyRegistrationCredentialExtensionOutput: Sendable {
    public init(
        largeBlob: ASAuthorizationPublicKeyCredentialLargeBlobRegistrationOutput? = nil,
        prf: ASAuthorizationPublicKeyCredentialPRFRegistrationOutput? = nil
    ) { declaredOnly() }
}

@available(iOS 18, macOS 15, *)
public struct ASPasskeyAssertionCredentialExtensionOutput: Sendable {
    public init(
        largeBlob: ASAuthorizationPublicKeyCredentialLargeBlobAssertionOutput? = nil,
        prf: ASAuthorizationPublicKeyCredentialPRFAssertionOutput? = nil
    ) { declaredOnly() }
}

@available(iOS 17, macOS 14, *)
public struct ASAuthorizationPublicKeyCredentialLargeBlobRegistrationInput: Sendable {
    public enum SupportRequirement: Sendable { case required, preferred }
    public var supportRequirement: SupportRequirement { declaredOnly() }
}

@available(iOS 17, macOS 14, *)
public struct ASAuthorizationPublicKeyCredentialLargeBlobRegistrationOutput: Sendable {
    public var isSupported: Bool { declaredOnly() }
    public static var supported: Self { declaredOnly() }
    public static var unsupported: Self { declaredOnly() }
}

@available(iOS 17, macOS 14, *)
public struct ASAuthorizationPublicKeyCredentialLargeBlobAssertionInput: Sendable {
    public enum Operation: Sendable {
        case read
        case write(Data)
    }
    public var operation: Operation { declaredOnly() }
}

@available(iOS 17, macOS 14, *)
public struct ASAuthorizationPublicKeyCredentialLargeBlobAssertionOutput: Sendable {
    public static func read(data: Data?) -> Self { declaredOnly() }
    public static func write(success: Bool) -> Self { declaredOnly() }
}

@available(iOS 18, macOS 15, *)
public struct ASAuthorizationPublicKeyCredentialPRFRegistrationInput: Sendable {
    public typealias InputValues = ASAuthorizationPublicKeyCredentialPRFAssertionInput.InputValues
    public var shouldCheckForSupport: Bool { declaredOnly() }
    public var inputValues: InputValues? { declaredOnly() }
}

@available(iOS 18, macOS 15, *)
public struct ASAuthorizationPublicKeyCredentialPRFAssertionInput: Sendable {
    public struct InputValues: Sendable {
        public var saltInput1: Data { declaredOnly() }
        public var saltInput2: Data? { declaredOnly() }
    }
    public var inputValues: InputValues? { declaredOnly() }
    public var perCredentialInputValues: [Data: InputValues]? { declaredOnly() }
}

@available(iOS 18, macOS 15, *)
public struct ASAuthorizationPublicKeyCredentialPRFRegistrationOutput: Sendable {
    public init(first: SymmetricKey, second: SymmetricKey? = nil) { declaredOnly() }
    public static var supported: Self { declaredOnly() }
    public static var unsupported: Self { declaredOnly() }
}

@available(iOS 18, macOS 15, *)
public struct ASAuthorizationPublicKeyCredentialPRFAssertionOutput: Sendable {
    public init(first: SymmetricKey, second: SymmetricKey? = nil) { declaredOnly() }
}
