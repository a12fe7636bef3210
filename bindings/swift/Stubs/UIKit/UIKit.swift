// Written from Apple's headers UIViewController.h, UIResponder.h and NSExtensionContext.h of the SDK of iOS 26:
// the little of UIKit, and of Foundation on iOS, that the declarations of AuthenticationServices rest on.

@_exported import Foundation

@MainActor open class UIResponder {
    public init() { declaredOnly() }
}

@MainActor open class UIViewController: UIResponder {
    public init(nibName nibNameOrNil: String?, bundle nibBundleOrNil: Bundle?) { declaredOnly() }
    public required init?(coder: NSCoder) { declaredOnly() }
    open func viewDidAppear(_ animated: Bool) { declaredOnly() }
}

/// Of Foundation, which has it on Apple's systems only.
open class NSExtensionContext: NSObject {}

func declaredOnly() -> Never { fatalError("declared only") }
