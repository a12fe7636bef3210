// Written from Apple's headers UIViewController.h and UIResponder.h of the SDK of iOS 26: the little of UIKit that the
// declarations of AuthenticationServices rest on.

@_exported import FoundationOfApple

@MainActor open class UIResponder {
    public init() {}
}

@MainActor open class UIViewController: UIResponder {
    public init(nibName nibNameOrNil: String?, bundle nibBundleOrNil: Bundle?) { declaredOnly() }
    public required init?(coder: NSCoder) { declaredOnly() }
    open func viewDidAppear(_ animated: Bool) { declaredOnly() }
}

func declaredOnly() -> Never { fatalError("declared only") }
