// Written from Apple's documentation of the structures by which Swift's overlay refines the headers
// ASPasskey*CredentialExtension{Input,Output}.h, ASAuthorizationPublicKeyCredentialLargeBlob*.h and
// ASAuthorizationPublicKeyCredentialPRF*.h of the SDK of iOS 18.
//
// Where something has a body or a `package` initialiser, that is for the tests of the package.

import CryptoKit

@available(iOS 18, macOS 15, *)
public enum ASPasskeyCredentialExtensionInput: Sendable {
    case none
    case assertion(ASPasskeyAssertionCredentialExtensionInput)
    case registration(ASPasskeyRegistrationCredentialExtensionInput)
}

@available(iOS 18, macOS 15, *)
public struct ASPasskeyRegistrationCredentialExtensionInput: Sendable {
    public let largeBlob: ASAuthorizationPublicKeyCredentialLargeBlobRegistrationInput?
    public let prf: ASAuthorizationPublicKeyCredentialPRFRegistrationInput?
    package init(
        largeBlob: ASAuthorizationPublicKeyCredentialLargeBlobRegistrationInput? = nil,
        prf: ASAuthorizationPublicKeyCredentialPRFRegistrationInput? = nil
    ) {
        self.largeBlob = largeBlob
        self.prf = prf
    }
}

@available(iOS 18, macOS 15, *)
public struct ASPasskeyAssertionCredentialExtensionInput: Sendable {
    public let largeBlob: ASAuthorizationPublicKeyCredentialLargeBlobAssertionInput?
    public let prf: ASAuthorizationPublicKeyCredentialPRFAssertionInput?
    package init(
        largeBlob: ASAuthorizationPublicKeyCredentialLargeBlobAssertionInput? = nil,
        prf: ASAuthorizationPublicKeyCredentialPRFAssertionInput? = nil
    ) {
        self.largeBlob = largeBlob
        self.prf = prf
    }
}

@available(iOS 18, macOS 15, *)
public struct ASPasskeyRegistrationCredentialExtensionOutput: Sendable {
    package let largeBlob: ASAuthorizationPublicKeyCredentialLargeBlobRegistrationOutput?
    package let prf: ASAuthorizationPublicKeyCredentialPRFRegistrationOutput?
    public init(
        largeBlob: ASAuthorizationPublicKeyCredentialLargeBlobRegistrationOutput? = nil,
        prf: ASAuthorizationPublicKeyCredentialPRFRegistrationOutput? = nil
    ) {
        self.largeBlob = largeBlob
        self.prf = prf
    }
}

@available(iOS 18, macOS 15, *)
public struct ASPasskeyAssertionCredentialExtensionOutput: Sendable {
    package let largeBlob: ASAuthorizationPublicKeyCredentialLargeBlobAssertionOutput?
    package let prf: ASAuthorizationPublicKeyCredentialPRFAssertionOutput?
    public init(
        largeBlob: ASAuthorizationPublicKeyCredentialLargeBlobAssertionOutput? = nil,
        prf: ASAuthorizationPublicKeyCredentialPRFAssertionOutput? = nil
    ) {
        self.largeBlob = largeBlob
        self.prf = prf
    }
}

@available(iOS 17, macOS 14, *)
public struct ASAuthorizationPublicKeyCredentialLargeBlobRegistrationInput: Sendable {
    public enum SupportRequirement: Sendable { case required, preferred }
    public let supportRequirement: SupportRequirement
    package init(supportRequirement: SupportRequirement) { self.supportRequirement = supportRequirement }
}

@available(iOS 17, macOS 14, *)
public struct ASAuthorizationPublicKeyCredentialLargeBlobRegistrationOutput: Sendable {
    public let isSupported: Bool
    public static var supported: Self { Self(isSupported: true) }
    public static var unsupported: Self { Self(isSupported: false) }
}

@available(iOS 17, macOS 14, *)
public struct ASAuthorizationPublicKeyCredentialLargeBlobAssertionInput: Sendable {
    public enum Operation: Sendable {
        case read
        case write(Data)
    }
    public let operation: Operation
    package init(operation: Operation) { self.operation = operation }
}

@available(iOS 17, macOS 14, *)
public struct ASAuthorizationPublicKeyCredentialLargeBlobAssertionOutput: Sendable {
    package let data: Data?
    package let success: Bool?
    public static func read(data: Data?) -> Self { Self(data: data, success: nil) }
    public static func write(success: Bool) -> Self { Self(data: nil, success: success) }
}

@available(iOS 18, macOS 15, *)
public struct ASAuthorizationPublicKeyCredentialPRFRegistrationInput: Sendable {
    public typealias InputValues = ASAuthorizationPublicKeyCredentialPRFAssertionInput.InputValues
    public var shouldCheckForSupport: Bool { inputValues == nil }
    public let inputValues: InputValues?
    package init(inputValues: InputValues?) { self.inputValues = inputValues }
}

@available(iOS 18, macOS 15, *)
public struct ASAuthorizationPublicKeyCredentialPRFAssertionInput: Sendable {
    public struct InputValues: Sendable {
        public let saltInput1: Data
        public let saltInput2: Data?
        package init(saltInput1: Data, saltInput2: Data?) {
            self.saltInput1 = saltInput1
            self.saltInput2 = saltInput2
        }
    }
    public let inputValues: InputValues?
    public let perCredentialInputValues: [Data: InputValues]?
    package init(inputValues: InputValues?, perCredentialInputValues: [Data: InputValues]? = nil) {
        self.inputValues = inputValues
        self.perCredentialInputValues = perCredentialInputValues
    }
}

@available(iOS 18, macOS 15, *)
public struct ASAuthorizationPublicKeyCredentialPRFRegistrationOutput: Sendable {
    package let first: SymmetricKey?
    package let second: SymmetricKey?
    public init(first: SymmetricKey, second: SymmetricKey? = nil) {
        self.first = first
        self.second = second
        isSupported = true
    }
    private init(isSupported: Bool) { (first, second, self.isSupported) = (nil, nil, isSupported) }
    public let isSupported: Bool
    public static var supported: Self { Self(isSupported: true) }
    public static var unsupported: Self { Self(isSupported: false) }
}

@available(iOS 18, macOS 15, *)
public struct ASAuthorizationPublicKeyCredentialPRFAssertionOutput: Sendable {
    package let first: SymmetricKey
    package let second: SymmetricKey?
    public init(first: SymmetricKey, second: SymmetricKey? = nil) {
        self.first = first
        self.second = second
    }
}
