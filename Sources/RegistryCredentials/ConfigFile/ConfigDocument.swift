internal import AuthsFormat
internal import Codecs

/// The content of a configuration file of Docker or podman: a value over its bytes.
///
/// It answers what the file says of a server, and gives the bytes of another document for a change, in which all that was
/// not changed is as it was. Top-level names are matched without regard to case, as Docker does.
package struct ConfigDocument: Sendable {
    let document: JSONDocument
    package let rules: EntryRules
    /// A byte order mark, which is no part of the document, or nothing.
    let prefix: [UInt8]
    /// Whether there was no value at all; the document is then an object that is made up.
    let isBlank: Bool
    /// Why the document may be read and not written: something follows its value, and would be lost.
    private let trailing: JSONError?

    static let credentialsStore = JSONKey.foldingCase("credsStore")
    static let credentialHelpers = JSONKey.foldingCase("credHelpers")

    /// Reads a document.
    ///
    /// No bytes at all, white space, and `null` are documents that say nothing. A byte order mark is passed over. What
    /// follows the first value is passed over as well, as Docker does, until something is to be written.
    ///
    /// - Parameters:
    ///   - bytes: The content of the file.
    ///   - rules: How entries are read and written.
    /// - Throws: `malformed` for what is no JSON object.
    package init(parsing bytes: [UInt8], rules: EntryRules = EntryRules()) throws(CredentialStoreError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        prefix = bytes.starts(with: mark) ? mark : []
        let content = prefix.isEmpty ? bytes : Array(bytes.dropFirst(mark.count))
        isBlank = content.allSatisfy { $0 == 0x20 || 0x09...0x0D ~= $0 }
        self.rules = rules
        do throws(JSONError) {
            (document, trailing) = try Self.parse(isBlank ? Array("{}".utf8) : content)
        } catch {
            throw CredentialStoreError(
                .malformed,
                "the file is not JSON: \(error)",
                advice: ["Fix the file or move it away. It was not changed."]
            )
        }
        guard document.root.kind == .object || document.root.isNull else {
            throw Self.wrongType("the file", "a JSON object")
        }
    }

    private static func parse(_ bytes: [UInt8]) throws(JSONError) -> (JSONDocument, JSONError?) {
        do throws(JSONError) {
            return (try JSONDocument(parsing: bytes), nil)
        } catch {
            guard error.reason == .trailingBytes else { throw error }
            return (try JSONDocument(parsingFirstValueOf: bytes), error)
        }
    }

    /// The document, byte for byte; empty if there was no value in it.
    package var bytes: [UInt8] { prefix + (isBlank ? [] : document.bytes) }

    /// Refuses to write what would lose a part of the file.
    func checkWritable() throws(CredentialStoreError) {
        guard let trailing else { return }
        throw CredentialStoreError(
            .malformed,
            "the file cannot be changed without losing a part of it: \(trailing)",
            advice: [Self.fixTheFile]
        )
    }

    static let fixTheFile = "Fix the file. It was not changed."

    static func wrongType(_ what: String, _ type: String) -> CredentialStoreError {
        CredentialStoreError(.malformed, "\(what) is not \(type)", advice: [fixTheFile])
    }

    // MARK: Entries

    /// The objects that hold the entries; of several, Go merges the members.
    func authsObjects() throws(CredentialStoreError) -> [JSONValue] {
        do throws(AuthsProblem) {
            return try document.authsObjects()
        } catch {
            throw CredentialStoreError(.malformed, error.description, advice: [Self.fixTheFile])
        }
    }

    /// The keys that are used for a server and their entries, the one that takes precedence first.
    func matches(_ matcher: KeyMatcher) throws(CredentialStoreError) -> [(match: KeyMatch, member: JSONMember)] {
        let bytes = document.bytes
        // By the bytes of the key, since strings compare by more than these. Of several with one key the last counts.
        var found: [[UInt8]: (match: KeyMatch, member: JSONMember)] = [:]
        for object in try authsObjects() {
            for member in object.members where matcher.mayMatch(bytes, member.key.range) {
                guard let name = member.name, let match = matcher.match(name) else { continue }
                found[Array(name.utf8)] = (match, member)
            }
        }
        return found.values.sorted { $0.match < $1.match }
    }

    /// All entries that are used for a server, the one that takes precedence first.
    ///
    /// Entries outside of `auths` come last, as damaged ones, so that a file in the form of a `.dockercfg` is not silently
    /// empty.
    ///
    /// - Throws: `malformed` if `auths` is no object. That an entry is damaged is said by its candidate.
    package func candidates(for server: ServerAddress) throws(CredentialStoreError) -> [Candidate] {
        let matcher = KeyMatcher(server, rules.matching)
        let misplaced = misplacedEntries.filter { matcher.match($0.key) != nil }.map { key, content in
            Candidate(key: key, rule: .misplaced, content: content)
        }
        return try matches(matcher).map { candidate($0.match, $0.member) } + misplaced
    }

    /// Entries that stand where `auths` should be, each as damage.
    var misplacedEntries: [(key: String, content: Candidate.Content)] {
        document.root.members.compactMap { member in
            guard member.value.kind == .object, let key = member.name, (try? ServerAddress(key)) != nil,
                member.value.members.contains(where: { $0.matches(AuthsMember.auth.key) && $0.value.kind == .string })
            else { return nil }
            let error = CredentialStoreError(
                .malformed,
                "the entry is not in `auths`: the file has the form of a .dockercfg, which Docker does not read here",
                at: .init(key: key),
                advice: ["Log in again, which saves the credential in `auths`"]
            )
            return (key, .damaged(error))
        }
    }

    func candidate(_ match: KeyMatch, _ member: JSONMember) -> Candidate {
        Candidate(key: match.key, rule: match.rule, content: content(of: member.value, key: match.key))
    }

    func content(of value: JSONValue, key: String) -> Candidate.Content {
        switch AuthsEntry(value, nulBytes: rules.nulBytes) {
        case .empty: .empty
        case .credential(let credential): .credential(Credential(credential))
        case .damaged(let problem):
            .damaged(
                CredentialStoreError(
                    .malformed,
                    "the entry cannot be read: \(problem)",
                    at: .init(key: key),
                    advice: [problem.advice ?? "Log in again, or fix the entry."]
                )
            )
        }
    }
}
