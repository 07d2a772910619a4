import Codecs
package import HelperProtocol

/// What one member of `auths` says, by the rules with which Docker and podman read it.
package enum AuthsEntry {
    /// `{}` and null: Docker leaves such markers behind for credentials that a helper keeps.
    case empty
    case credentials(username: String, secret: Secret)
    /// Something else, with the reason; never with any of its content.
    case damaged(String)

    init(_ value: JSONValue) {
        guard value.kind == .object else {
            self = value.isNull ? .empty : .damaged("it is not an object")
            return
        }
        let members = AuthsMembers(value)
        if let token = members[.identityToken] {
            self = .credentials(username: Credentials.identityTokenUsername, secret: Secret(token))
        } else if let auth = members[.auth] {
            self = Self.decode(auth: auth)
        } else if let username = members[.username] {
            self = .credentials(username: username, secret: Secret(members[.password] ?? ""))
        } else if members.hasWrongTypes {
            self = .damaged("a member of it is not a string")
        } else {
            self = .empty
        }
    }

    /// Base64 of a user, a colon and a password that may hold further colons.
    ///
    /// Line ends in it are passed over, as Go's decoder does.
    private static func decode(auth: String) -> AuthsEntry {
        let digits = auth.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard let decoded = Base64().decode(Array(digits)) else { return .damaged("its `auth` is not base64") }
        guard let colon = decoded.firstIndex(of: UInt8(ascii: ":")) else {
            return .damaged("its `auth` does not hold a user, a colon and a password")
        }
        guard let username = String(validating: decoded[..<colon], as: UTF8.self),
            let secret = Secret(utf8: decoded[(colon + 1)...])
        else { return .damaged("its `auth` does not hold UTF-8") }
        return .credentials(username: username, secret: secret)
    }
}

/// The members of an entry that have a meaning here.
private struct AuthsMembers {
    private let entry: JSONValue

    init(_ entry: JSONValue) { self.entry = entry }

    /// The text of a member; nil if it is missing, empty or no text.
    subscript(member: AuthsMember) -> String? {
        value(of: member)?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether a member that could hold a secret holds something that is neither text nor null.
    var hasWrongTypes: Bool {
        AuthsMember.allCases.contains { member in
            value(of: member).map { $0.string == nil } ?? false
        }
    }

    /// The last value that is not null, since to Go's decoder null leaves what an earlier member said.
    private func value(of member: AuthsMember) -> JSONValue? {
        entry.members.reversed().first { $0.matches(member.key) && !$0.value.isNull }?.value
    }
}

/// The names of an entry's members, which Go matches without regard to case.
enum AuthsMember: String, CaseIterable {
    case auth
    case identityToken = "identitytoken"
    case registryToken = "registrytoken"
    case username
    case password

    var key: JSONKey { .foldingCase(rawValue) }
}
