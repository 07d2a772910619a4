internal import ArgumentParser
internal import EncryptedStore
internal import HelperProtocol
internal import SystemSupport

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Manage the key of the encrypted store of docker-credential-file.",
        discussion:
            "Uses the store and the key that docker-credential-file uses, by its variables and its settings file.",
        subcommands: [Show.self, Protect.self, Unprotect.self, Rotate.self, AddRecipient.self, RemoveRecipient.self]
    )
}

extension KeyCommand {
    struct Protect: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "protect",
            abstract: "Protect the key with a passphrase, or change the passphrase.",
            discussion: """
                Encrypts the identity file as "age -p" does. The store does not change. Asks for the passphrase on the \
                terminal.
                """
        )

        @OptionGroup var passphrase: PassphraseOptions

        func run() throws {
            let keys = try EncryptedStoreAccess.keys()
            let lines = try passphrase.lines(count: 2)
            let new = try lines.first ?? PassphraseInput.askTwice(for: keys.locations.identity)
            try EncryptedStoreAccess.reporting { () throws(HelperError) in
                try keys.protect(with: new, old: lines.dropFirst().first)
            }
            Console.current.print("The key \(keys.locations.identity) is protected by the passphrase")
        }
    }

    struct Unprotect: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "unprotect",
            abstract: "Remove the passphrase of the key.",
            discussion: "The store does not change."
        )

        @OptionGroup var passphrase: PassphraseOptions

        func run() throws {
            let keys = try EncryptedStoreAccess.keys()
            let line = try passphrase.lines(count: 1).first
            try EncryptedStoreAccess.reporting { () throws(HelperError) in try keys.unprotect(passphrase: line) }
            Console.current.print("The key \(keys.locations.identity) no longer has a passphrase")
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Replace the key with a new one, and encrypt the store to it.",
            discussion: """
                The passphrase of the key stays the same. Copies of the store that were made before can only be decrypted \
                with a copy of the old key.
                """
        )

        @OptionGroup var passphrase: PassphraseOptions

        func run() throws {
            let line = try passphrase.lines(count: 1).first
            let (store, recipient) = try EncryptedStoreAccess.changing { file throws(HelperError) in
                try file.rotateKey(passphrase: line)
            }
            Console.current.print("\(store) is encrypted to the new key \(recipient)")
        }
    }

    struct AddRecipient: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add-recipient",
            abstract: "Encrypt the store to another public key, such as that of a backup.",
            discussion: "The key is added to the recipients file, so that it stays when the store changes."
        )

        @Argument(help: "The public key, age1….")
        var recipient: String

        func run() throws {
            let (store, wasAdded) = try EncryptedStoreAccess.changing { file throws(HelperError) in
                try file.addRecipient(recipient, in: .current)
            }
            let state = wasAdded ? "is encrypted to \(recipient) as well" : "was encrypted to \(recipient) already"
            Console.current.print("\(store) \(state)")
        }
    }

    struct RemoveRecipient: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove-recipient",
            abstract: "Stop encrypting the store to a public key.",
            discussion: "Copies of the store that were made before can still be decrypted with it."
        )

        @Argument(help: "The public key, age1….")
        var recipient: String

        func run() throws {
            let (store, wasRemoved) = try EncryptedStoreAccess.changing { file throws(HelperError) in
                try file.removeRecipient(recipient)
            }
            guard wasRemoved else { return Console.current.print("\(recipient) is not in the recipients file") }
            Console.current.print("\(store) is no longer encrypted to \(recipient)")
        }
    }
}
