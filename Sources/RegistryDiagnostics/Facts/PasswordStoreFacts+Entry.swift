internal import PasswordStoreFormat

extension PasswordStoreFacts {
    /// The file of one user of a server.
    package struct Entry: Sendable, Equatable {
        /// What docker-credential-pass takes the file for.
        package enum State: Sendable, Equatable {
            case usable
            /// It does not begin like an encrypted message.
            case damaged
            /// A copy of another entry that file synchronization made.
            case conflict
            /// A symbolic link.
            case link
        }

        package let username: String
        package var state: State
        /// The last change of the content, since 1970.
        package let modified: Duration
        /// The version of the file, which changes with its content.
        package let version: String

        package init(username: String, state: State = .usable, modified: Duration = .zero, version: String = "") {
            self.username = username
            self.state = state
            self.modified = modified
            self.version = version
        }

        /// Returns the entry that `docker-credential-pass get` uses, by ``PasswordStoreOrder``.
        ///
        /// If gpg cannot decrypt the entry because it is damaged further on, the helper uses the next one; that is not
        /// known without the key.
        ///
        /// - Parameter entries: The entries of a server, in the order of their paths.
        /// - Returns: The entry; nil if none is usable.
        static func used(of entries: [Entry]) -> Entry? {
            PasswordStoreOrder.newestFirst(entries.filter { $0.state == .usable }, changed: \.modified).first
        }
    }
}
