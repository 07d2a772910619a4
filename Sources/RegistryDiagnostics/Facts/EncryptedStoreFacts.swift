/// The store of docker-credential-file and its key.
package struct EncryptedStoreFacts: Sendable {
    /// Why the store cannot be read or written.
    package struct Fault: Sendable, Equatable {
        /// What is wrong, without a secret.
        package let message: String
        /// What to do.
        package let advice: String?
        /// Whether the key only has to be unlocked.
        package let isLocked: Bool

        package init(_ message: String, advice: String? = nil, isLocked: Bool = false) {
            self.message = message
            self.advice = advice
            self.isLocked = isLocked
        }
    }

    /// A program that copies a directory to other machines.
    package struct Synchronizer: Sendable, Equatable {
        package let name: String
        /// The directory that it copies.
        package let directory: String

        package init(name: String, directory: String) {
            self.name = name
            self.directory = directory
        }
    }

    package var store: String
    /// The identity file; nil if the key comes from a program or a passphrase.
    package var keyFile: String?
    /// Nil if the key opens the store, or there is neither.
    package var fault: Fault?
    /// Whether the key file is in the directory of the store.
    package var isBesideStore: Bool
    /// What copies the directory of the key file; nil if nothing is known to do so.
    package var synchronizer: Synchronizer?

    package init(
        store: String,
        keyFile: String? = nil,
        fault: Fault? = nil,
        isBesideStore: Bool = false,
        synchronizer: Synchronizer? = nil
    ) {
        self.store = store
        self.keyFile = keyFile
        self.fault = fault
        self.isBesideStore = isBesideStore
        self.synchronizer = synchronizer
    }
}
