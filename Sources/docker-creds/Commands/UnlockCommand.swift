internal import ArgumentParser
internal import EncryptedStore
internal import HelperProtocol
internal import SystemSupport

struct UnlockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock",
        abstract: "Unlock the encrypted store for a while, so that no passphrase is needed.",
        discussion: """
            Keeps the key in the kernel's keyring of the user, for all sessions, until the time is over or the machine \
            restarts. The passphrase itself is not kept.
            """
    )

    @Option(name: .customLong("for"), help: "How long, such as 8h, 30m or 1h30m. The default is 10m.")
    var duration: String?

    @OptionGroup var passphrase: PassphraseOptions

    func run() throws {
        let limit = try duration.map { text in
            guard let limit = Duration(timeLimit: text), limit > .zero else {
                throw ValidationError("'\(text)' is not a duration such as 8h, 30m or 1h30m")
            }
            return limit
        }
        let keys = try EncryptedStoreAccess.keys()
        let line = try passphrase.lines(count: 1).first
        let unlocked = try EncryptedStoreAccess.reporting { () throws(HelperError) in
            try keys.unlock(for: limit, passphrase: line)
        }
        Console.current.print("\(keys.locations.store) is unlocked for \(duration ?? unlocked.inSeconds)")
    }
}

struct LockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Lock the encrypted store before its time is over."
    )

    func run() throws {
        let keys = try EncryptedStoreAccess.keys()
        let wasUnlocked = try EncryptedStoreAccess.reporting { () throws(HelperError) in try keys.lock() }
        Console.current.print(
            wasUnlocked ? "\(keys.locations.store) is locked" : "\(keys.locations.store) was not unlocked"
        )
    }
}
