internal import Codecs
internal import HelperProtocol

/// What one member of `auths` says, by the rules of the clients that write it.
enum AuthsEntry: Equatable {
    case empty
    case credential(Credential)
    /// Something else, with the reason; never with any of its content.
    case damaged(String)

    /// The user that stands for "there is none" beside an identity token, on the wire of helpers and in `auth`.
    static let tokenUsername = "<token>"

    init(_ value: JSONValue, trimsNULs: Bool) {
        guard value.kind == .object else {
            self = value.isNull ? .empty : .damaged("it is not an object")
            return
        }
        var texts: [AuthsMember: String] = [:]
        for member in AuthsMember.allCases {
            guard let found = Self.value(of: member, in: value) else { continue }
            guard let text = found.string else {
                self = .damaged("its `\(member.rawValue)` is not a text")
                return
            }
            texts[member] = text
        }
        self.init(texts, trimsNULs: trimsNULs)
    }

    /// Reads the texts of an entry's members.
    init(_ texts: [AuthsMember: String], trimsNULs: Bool) {
        let tokens = (texts[.identityToken].map { Secret($0) }, texts[.registryToken].map { Secret($0) })
        var username = texts[.username]
        var password = texts[.password].map { Secret($0) }
        // `auth` counts for more than the two members, even where it is broken: Docker and oras have it so.
        if let auth = texts[.auth], !auth.isEmpty {
            switch AuthText.decode(auth, trimsNULs: trimsNULs) {
            case .success(let decoded): (username, password) = (decoded.username, decoded.password)
            case .failure(let problem):
                self = .damaged(problem.description)
                return
            }
        }
        let credential = Credential(
            username: username,
            password: password,
            identityToken: tokens.0,
            registryToken: tokens.1
        ).normalized
        self = credential.isEmpty ? .empty : .credential(credential)
    }

    /// The last value that is not null, since to Go's decoder null leaves what an earlier member said.
    private static func value(of member: AuthsMember, in entry: JSONValue) -> JSONValue? {
        entry.members.reversed().first { $0.matches(member.key) && !$0.value.isNull }?.value
    }
}

extension Credential {
    /// The same credential as an entry gives it back: an empty password beside a token is none, and so is the user that
    /// stands for a token.
    var normalized: Credential {
        let hasToken = identityToken != nil || registryToken != nil
        let isMark = identityToken != nil && username?.utf8.elementsEqual(AuthsEntry.tokenUsername.utf8) == true
        return Credential(
            username: isMark ? nil : username,
            password: password == Secret("") && (hasToken || username == nil) ? nil : password,
            identityToken: identityToken,
            registryToken: registryToken
        )
    }
}
