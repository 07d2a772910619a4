package import HelperProtocol

extension KeyringFacts {
    /// An item with the credentials of a server, as docker-credential-secretservice and Docker's own helper store them.
    package struct Item: Sendable, Hashable {
        package let server: ServerURL
        /// Empty for an item without a user.
        package let username: String
        /// The object path on the bus.
        package let path: String
        /// All attributes, none of which is secret.
        package let attributes: [String: String]
        package let isLocked: Bool
        /// The last change in seconds since 1970; 0 if it is unknown.
        ///
        /// It is read only for several items of one server, as is ``created``.
        package var modified: UInt64
        /// The creation in seconds since 1970; 0 if it is unknown.
        package var created: UInt64

        /// Takes the attributes apart; nil if they are not those of a credential that a client can ask for.
        package init?(
            path: String,
            attributes: [String: String],
            isLocked: Bool = false,
            modified: UInt64 = 0,
            created: UInt64 = 0
        ) {
            guard attributes["xdg:schema"] == Self.schema, attributes[Self.search.name] == Self.search.value,
                let text = attributes["server"], let server = try? ServerURL(text),
                server.text.utf8.elementsEqual(text.utf8)
            else { return nil }
            self.server = server
            username = attributes["username"] ?? ""
            self.path = path
            self.attributes = attributes
            self.isLocked = isLocked
            self.modified = modified
            self.created = created
        }

        private static let schema = "io.docker.Credentials"
        /// The attribute that a search for all items uses, as docker-credential-secretservice does.
        static let search = (name: "docker_cli", value: "1")

        /// Returns the item that `docker-credential-secretservice get` uses: the one that was changed last.
        ///
        /// Of several that were changed in the same second it is the one with the highest number, because keyrings
        /// number their items in ascending order. This is the order of `SecretServicePolicy` in that helper.
        ///
        /// - Parameter items: The items of a server, in the order of the search.
        /// - Returns: The item; nil if there are none.
        static func newest(of items: [Item]) -> Item? {
            items.max { ($0.modified, $0.number) < ($1.modified, $1.number) }
        }

        /// The number that the keyring gave to the item; 0 if its path does not end in one.
        var number: Int { path.split(separator: "/").last.flatMap { Int($0) } ?? 0 }
    }
}
