package import Codecs
package import HelperProtocol

/// The content of a store: a Docker `auths` document, as Docker, podman and skopeo read it.
///
/// A value. Changes give the bytes of another document, in which all that was not changed is as it was.
package struct AuthsDocument {
    private let document: JSONDocument
    private static let auths = JSONKey.foldingCase("auths")

    /// Reads a document; one of zero bytes, as `touch` makes it, holds nothing.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        document = try JSONDocument(parsing: bytes.isEmpty ? Array("{}\n".utf8) : bytes)
        guard document.root.kind == .object else { throw JSONError(.notAnObject, at: 0, in: bytes) }
    }

    /// The document, byte for byte.
    package var bytes: [UInt8] { document.bytes }

    /// What the document says of a server; the last entry counts if there are several.
    package func entry(for server: ServerURL) -> AuthsEntry {
        var found = AuthsEntry.empty
        for member in entries where member.matches(.exactly(server.text)) {
            found = AuthsEntry(member.value)
        }
        return found
    }

    /// The users of all servers, and how many entries say nothing that can be understood.
    package func users() -> (users: [ServerURL: String], damagedCount: Int) {
        var users: [ServerURL: String] = [:]
        var damaged: Set<String> = []
        for member in entries {
            // A key that `get` could not ask for, because it would be trimmed or refused, is not listed.
            guard let name = member.name, let server = try? ServerURL(name), server.text.utf8.elementsEqual(name.utf8)
            else {
                damaged.insert(member.name ?? "")
                continue
            }
            users[server] = nil
            damaged.remove(name)
            switch AuthsEntry(member.value) {
            case .empty: break
            case .credentials(let username, _): users[server] = username
            case .damaged: damaged.insert(name)
            }
        }
        return (users, damaged.count)
    }

    /// The document with these credentials in the place of the server's others.
    ///
    /// Members of the entry that have no part in this are kept.
    package func storing(_ credentials: Credentials) throws(JSONError) -> [UInt8] {
        try document.changingMembers(
            at: [Self.auths, .exactly(credentials.server.text)],
            Self.members(for: credentials).map { (key: $0.key.key, value: $0.value.map(JSONTree.string)) }
        )
    }

    /// The document without the server's entries.
    package func erasing(_ server: ServerURL) -> [UInt8] {
        document.removing([Self.auths, .exactly(server.text)])
    }

    /// All members of all objects called `auths`: Go merges several into one.
    private var entries: some Sequence<JSONMember> {
        document.root.members.lazy.filter { $0.matches(Self.auths) }.flatMap(\.value.members)
    }

    /// What an entry says for these credentials, nil being for members that it must not have.
    ///
    /// A token goes beside an `auth` that decodes to a user and an empty password, as Docker writes it: skopeo and
    /// podman read the token only then. A user with a colon cannot be told from the password in `auth`.
    private static func members(
        for credentials: Credentials
    ) -> [(key: AuthsMember, value: String?)] {
        let username = credentials.username
        let secret = credentials.secret.revealed
        let isToken = username == Credentials.identityTokenUsername
        let isSplit = !isToken && username.utf8.contains(UInt8(ascii: ":"))
        let auth = Base64().encode("\(username):\(isToken ? "" : secret)".utf8)
        return [
            (.auth, isSplit ? nil : auth),
            (.identityToken, isToken ? secret : nil),
            (.registryToken, nil),
            (.username, isSplit ? username : nil),
            (.password, isSplit ? secret : nil),
        ]
    }
}
