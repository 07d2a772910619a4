internal import AuthsFormat
internal import Codecs
internal import SystemSupport

/// The parsed content of a Docker or podman config file.
///
/// It finds the entries for a server. An edit returns the bytes of a new document in which everything else is
/// unchanged. Top-level names are matched without regard to case, as in Docker.
package struct ConfigDocument: Sendable {
    let document: JSONDocument
    package let rules: EntryRules
    /// The byte order mark before the document; empty if there is none.
    let prefix: [UInt8]
    /// Whether the file had no value; the document is then an empty object.
    let isBlank: Bool
    /// Why the document cannot be edited: text after its value would be lost.
    private let trailing: JSONError?

    static let credentialsStore = JSONKey.foldingCase("credsStore")
    static let credentialHelpers = JSONKey.foldingCase("credHelpers")

    /// Reads a document.
    ///
    /// An empty file, white space and `null` are empty documents. A byte order mark is skipped. Text after the first
    /// value is ignored when reading, as in Docker, but prevents editing.
    ///
    /// - Parameters:
    ///   - bytes: The content of the file.
    ///   - rules: How entries are read and written.
    /// - Throws: `damaged` if the content is not a JSON object.
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
                .damaged,
                "the file is not JSON: \(error)",
                advice: ["Fix the file or move it away. It was not changed"]
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

    /// The bytes of the document; empty if it had no value.
    package var bytes: [UInt8] { prefix + (isBlank ? [] : document.bytes) }

    /// Throws if an edit would lose a part of the file.
    func checkWritable() throws(CredentialStoreError) {
        guard let trailing else { return }
        throw CredentialStoreError(
            .damaged,
            "the file cannot be changed without losing a part of it: \(trailing)",
            advice: [Self.fixTheFile]
        )
    }

    static let fixTheFile = Diagnosis.fixFile

    static func wrongType(_ what: String, _ type: String) -> CredentialStoreError {
        CredentialStoreError(.damaged, "\(what) is not \(type)", advice: [fixTheFile])
    }

    // MARK: Entries

    /// The objects that hold the entries; Go merges the members of several.
    func authsObjects() throws(CredentialStoreError) -> [JSONValue] {
        do throws(AuthsProblem) {
            return try document.authsObjects()
        } catch {
            throw CredentialStoreError(.damaged, error.description, advice: [Self.fixTheFile])
        }
    }

    /// The keys that apply to a server and their entries, in order of precedence.
    func matches(_ matcher: KeyMatcher) throws(CredentialStoreError) -> [(match: KeyMatch, member: JSONMember)] {
        let bytes = document.bytes
        // Keyed by bytes, because strings compare by Unicode equivalence. Of several entries with the same key, the
        // last is used.
        var found: [[UInt8]: (match: KeyMatch, member: JSONMember)] = [:]
        for object in try authsObjects() {
            for member in object.members where matcher.mayMatch(bytes, member.key.range) {
                guard let name = member.name, let match = matcher.match(name) else { continue }
                found[Array(name.utf8)] = (match, member)
            }
        }
        return found.values.sorted { $0.match < $1.match }
    }

    /// All entries that apply to a server, in order of precedence.
    ///
    /// Entries outside of `auths` come last, as damaged ones, so that a file in `.dockercfg` format does not seem to be
    /// empty.
    ///
    /// - Throws: `damaged` if `auths` is not an object. A damaged entry is a candidate with an error.
    package func candidates(for server: ServerAddress) throws(CredentialStoreError) -> [Candidate] {
        let matcher = KeyMatcher(server, rules.matching)
        let misplaced = misplacedEntries.filter { matcher.match($0.key) != nil }.map { key, content in
            Candidate(key: key, rule: .misplaced, content: content)
        }
        return try matches(matcher).map { candidate($0.match, $0.member) } + misplaced
    }

    /// Entries at the top level, outside of `auths`, as damaged entries.
    var misplacedEntries: [(key: String, content: Candidate.Content)] {
        document.root.members.compactMap { member in
            guard member.value.kind == .object, let key = member.name, (try? ServerAddress(key)) != nil,
                member.value.members.contains(where: { $0.matches(AuthsMember.auth.key) && $0.value.kind == .string })
            else { return nil }
            let error = CredentialStoreError(
                .damaged,
                "the entry is not in \"auths\": the file has the form of ~/.dockercfg, which no client reads here",
                at: .init(key: key),
                advice: ["Log in again, or put the entries into an object named \"auths\": {\"auths\": {…}}"]
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
                    .damaged,
                    "the entry cannot be read: \(problem)",
                    at: .init(key: key),
                    advice: [problem.advice ?? "Log in again, or fix the entry"]
                )
            )
        }
    }
}
