internal import ArgumentParser
internal import EncryptedStore
internal import HelperProtocol

struct LockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Lock the encrypted store again, before its time is over."
    )

    func run() throws {
        let keys = try EncryptedStoreAccess.keys()
        let wasUnlocked = try EncryptedStoreAccess.reporting { () throws(HelperError) in try keys.lock() }
        Console.current.print(
            wasUnlocked ? "\(keys.locations.store) is locked" : "\(keys.locations.store) was not unlocked"
        )
    }
}
