import AuthsFormat
import Codecs
package import HelperProtocol
import SystemPackage

/// The content of a store: a Docker `auths` document, as Docker, podman and skopeo read it.
///
/// A change returns the bytes of a new document in which everything else is unchanged.
package struct AuthsDocument {
    private let document: JSONDocument
    private let entries: [JSONMember]

    /// Parses a document; an empty file has no entries.
    ///
    /// - Parameters:
    ///   - bytes: The document.
    ///   - path: The store, for messages.
    /// - Throws: ``HelperError`` with the code `damaged`.
    init(parsing bytes: [UInt8], at path: FilePath) throws(HelperError) {
        do throws(JSONError) {
            document = try JSONDocument(parsing: bytes.isEmpty ? Array("{}\n".utf8) : bytes)
            guard document.root.kind == .object else { throw JSONError(.notAnObject, at: 0, in: bytes) }
        } catch {
            throw .damagedStore(path, "\(error)")
        }
        do throws(AuthsProblem) {
            entries = try document.authsObjects().flatMap(\.members)
        } catch {
            throw .damagedStore(path, "\(error)")
        }
    }

    /// The document, byte for byte.
    package var bytes: [UInt8] { document.bytes }

    /// An entry of the document.
    package enum Entry {
        /// There is no entry, or it has no credential: Docker writes such entries for credentials in a helper.
        case absent
        case credentials(username: String, secret: Secret)
        /// The entry cannot be read, with the reason, which does not quote it.
        case damaged(String)
    }

    /// Returns the entry of a server; the last one if there are several.
    package func entry(for server: ServerURL) -> Entry {
        entries.last { $0.matches(.exactly(server.text)) }.map { Self.entry($0.value) } ?? .absent
    }

    /// Returns the users of all servers, and the number of entries that cannot be read.
    package func users() -> (users: [ServerURL: String], damagedCount: Int) {
        var users: [ServerURL: String] = [:]
        var damaged: Set<String> = []
        for member in entries {
            // A key that cannot be requested by `get`, because it would be trimmed or rejected, is not listed.
            guard let name = member.name, let server = try? ServerURL(name), server.text.utf8.elementsEqual(name.utf8)
            else {
                damaged.insert(member.name ?? "")
                continue
            }
            users[server] = nil
            damaged.remove(name)
            switch Self.entry(member.value) {
            case .absent: break
            case .credentials(let username, _): users[server] = username
            case .damaged: damaged.insert(name)
            }
        }
        return (users, damaged.count)
    }

    /// Returns the document with these credentials in place of the other ones of the server.
    ///
    /// Other members of the entry are kept.
    package func storing(_ credentials: Credentials) throws(HelperError) -> [UInt8] {
        let isToken = credentials.username == Credentials.identityTokenUsername && credentials.secret != Secret("")
        let credential =
            isToken
            ? AuthsCredential(identityToken: credentials.secret)
            : AuthsCredential(username: credentials.username, password: credentials.secret)
        do throws(JSONError) {
            return try document.settingAuthsEntry(credentials.server.text, to: credential)
        } catch {
            throw HelperError(.failed, "cannot change the document of the store: \(error)")
        }
    }

    /// Returns the document without the entries of a server.
    package func erasing(_ server: ServerURL) -> [UInt8] {
        document.removingAuthsEntries([server.text])
    }

    /// Returns an entry as the protocol sends it: a secret is returned as it was stored, with its NUL bytes.
    private static func entry(_ value: JSONValue) -> Entry {
        switch AuthsEntry(value, nulBytes: .kept) {
        case .empty: return .absent
        case .damaged(let problem): return .damaged("\(problem)")
        case .credential(let credential):
            if let token = credential.identityToken {
                return .credentials(username: Credentials.identityTokenUsername, secret: token)
            }
            // A registry token has no place on the wire.
            guard credential.username != nil || credential.password != nil else { return .absent }
            return .credentials(username: credential.username ?? "", secret: credential.password ?? Secret(""))
        }
    }
}
