import Foundation
internal import PasskeyProviderGenerated

/// What opening found.
public struct Opening: Hashable, Sendable {
    /// Whether opening made the store: there was none.
    public let made: Bool
    /// Whether private keys need the gate secret.
    public let isGated: Bool
}

/// What is at a store's path, without any key. A new device key is to be made, and durably kept, where there
/// is ``nothing``, and nowhere else: everything else may hold what only the old key opens.
public enum Presence: Hashable, Sendable {
    /// No file, or an empty one: nothing was ever kept here.
    case nothing
    /// A store, and how many passkeys it holds. Whether a device key opens it, only opening tells.
    case store(passkeys: UInt64)
    /// A store that a newer version of the library wrote: its schema version, and the newest one that is
    /// known here.
    case tooNew(found: Int64, known: Int64)
    /// A database of something else.
    case foreign
    /// A file that is no database. Opening sets it aside.
    case notADatabase
    /// A store with damage so far that its passkeys cannot be counted.
    case damaged
}

/// A store that was set aside. Moved back to its old name, it opens with its old keys as before.
public struct SetAside: Hashable, Redacted, Sendable {
    /// The file now. What SQLite kept beside it lies beside it still.
    public let file: URL
    /// How many passkeys it holds; `nil` where they could not be counted.
    public let passkeys: UInt64?

    /// The count: a path names a person.
    public var customMirror: Mirror { showing(["passkeys": passkeys as Any]) }
}

extension Provider {
    /// What is at a store's path: whether there is a store, and is it ours. Needs no key, and changes nothing.
    /// To be asked before a device key is made, which is for ``Presence/nothing`` alone.
    public static func look(at file: URL) throws(ProviderError) -> Presence {
        try call { Presence(try lookAtStore(path: file.path)) }
    }

    /// Gives the store another name, so that the next opening makes a new one. Needs no key and deletes
    /// nothing: the way out where the device key or the gate is permanently lost. On the person's word, who has
    /// to register each passkey again.
    ///
    /// Every provider on it has to be closed, in the app and in the extension: it is
    /// ``ProviderError/Code/storeBusy`` otherwise. ``ProviderError/Code/noStore`` where there is none; a
    /// database of something else is ``ProviderError/Code/storeForeign``, and stays.
    public static func setAside(_ file: URL) throws(ProviderError) -> SetAside {
        try call { SetAside(try setStoreAside(path: file.path)) }
    }
}

extension Opening {
    init(_ raw: PasskeyProviderGenerated.Opening) {
        self.init(made: raw.made, isGated: raw.isGated)
    }
}

extension Presence {
    init(_ raw: PasskeyProviderGenerated.Presence) {
        self =
            switch raw {
            case .nothing: .nothing
            case .store(let passkeys): .store(passkeys: passkeys)
            case .tooNew(let found, let known): .tooNew(found: found, known: known)
            case .foreign: .foreign
            case .notADatabase: .notADatabase
            case .damaged: .damaged
            }
    }
}

extension SetAside {
    init(_ raw: PasskeyProviderGenerated.SetAside) {
        self.init(file: URL(fileURLWithPath: raw.path), passkeys: raw.passkeys)
    }
}
