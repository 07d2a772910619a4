import AuthsFormat
import Codecs
import HelperProtocol
import RegistryCredentials
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// A document, the result of a get, and the documents after a put and a delete.
///
/// The cases are in `Documents/`, a line for each part. `␊ ␍ ␉ ␀ ⌦ ∅` stand for a line feed, a carriage return, a tab, a
/// NUL byte, a byte order mark and no bytes. A credential is a user and a password, then `identity` and `registry`
/// with their tokens; `-` means no credential. Unless a case names others, the server is
/// `registry.example` and the put credential is `bob new`.
struct DocumentCase: Sendable, CustomTestStringConvertible {
    private let parts: [String: String]

    static let all = ["documents", "entries", "keys", "puts"].flatMap(read)

    var title: String { parts["case"] ?? "" }
    var testDescription: String { title }
    var document: [UInt8] { Self.bytes(parts["document"]) }
    var server: String { parts["server"] ?? "registry.example" }
    var putting: Credential { Self.credential(parts["putting"] ?? "bob new") }

    var rules: EntryRules {
        var rules = EntryRules()
        rules.matching = parts["rules"] == "podman" ? .podman : .docker
        rules.nulBytes = parts["rules"] == "nuls" ? .kept : .trimmed
        rules.keepsUsernamesWithColon = parts["rules"] == "colon"
        return rules
    }

    /// The result of a verb; `visible` is its text in the file.
    subscript(verb: String) -> String { parts[verb] ?? "" }

    private static func read(_ name: String) -> [DocumentCase] {
        let file = Repository.tests.appending("RegistryCredentialsTests/Documents/\(name).txt")
        let text = (try? RegularFile.read(file, limit: 1 << 20)).map { String(decoding: $0.bytes, as: UTF8.self) }
        var cases: [DocumentCase] = []
        var parts: [String: String] = [:]
        for line in (text ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty, !parts.isEmpty {
                cases.append(DocumentCase(parts: parts))
                parts = [:]
            }
            guard let bar = line.firstRange(of: "| ") else { continue }
            let name = line[..<bar.lowerBound].filter { $0 != " " }
            parts[name] = String(line[bar.upperBound...])
        }
        return cases + (parts.isEmpty ? [] : [DocumentCase(parts: parts)])
    }

    private static let symbols: [(symbol: String, text: String)] = [
        ("␊", "\n"), ("␍", "\r"), ("␉", "\t"), ("␀", "\0"), ("⌦", "\u{FEFF}"), ("∅", ""),
    ]

    private static func bytes(_ text: String?) -> [UInt8] {
        // By scalars, because Swift treats CR LF as one character.
        (text ?? "").unicodeScalars.flatMap { scalar in
            Array((symbols.first { $0.symbol == String(scalar) }?.text ?? String(scalar)).utf8)
        }
    }

    static func visible(_ bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return "∅" }
        return String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
            symbols.first { $0.text == String(scalar) }?.symbol ?? String(scalar)
        }.joined()
    }

    private static func credential(_ text: String) -> Credential {
        let words = text.split(separator: " ").map(String.init)
        func token(_ name: String) -> Secret? {
            words.firstIndex(of: name).map { Secret(words[$0 + 1]) }
        }
        return Credential(
            username: words[0] == "-" ? nil : words[0],
            password: words[1] == "-" ? nil : Secret(String(decoding: bytes(words[1]), as: UTF8.self)),
            identityToken: token("identity"),
            registryToken: token("registry")
        )
    }

    static func visible(_ credential: Credential?) -> String {
        guard let credential else { return "nothing" }
        var words = [
            credential.username ?? "-", credential.password.map { visible(Array($0.revealed.utf8)) } ?? "-",
        ]
        if let token = credential.identityToken { words += ["identity", token.revealed] }
        if let token = credential.registryToken { words += ["registry", token.revealed] }
        return words.joined(separator: " ")
    }
}

extension ConfigDocument {
    /// Whether the document already has an object called `auths`.
    var hasAuths: Bool {
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard let document = try? JSONDocument(parsingFirstValueOf: content), let objects = try? document.authsObjects()
        else { return false }
        return !objects.isEmpty
    }
}
