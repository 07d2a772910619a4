import Codecs
import RegistryCredentials
import TestSupport
import Testing

/// Properties of all documents, tested on random ones.
///
/// A failure prints the seed of its document.
struct ConfigDocumentPropertyTests {
    private static let count: UInt64 = 1500
    private static let start = UInt64.random(in: 0...UInt64.max / 2)
    private static let rules = [KeyMatching.docker, .podman].map { matching in
        var rules = EntryRules()
        rules.matching = matching
        return rules
    }

    private func forEachSeed(_ body: (EntryRules, inout RandomConfig) throws -> Void) {
        for seed in Self.start..<Self.start + Self.count {
            var random = RandomConfig(seed: seed)
            do {
                try body(Self.rules[Int(seed % 2)], &random)
            } catch {
                Issue.record("seed \(seed): \(error)")
                return
            }
        }
    }

    private struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    private func expect(_ holds: Bool, _ what: String, _ texts: [UInt8]?...) throws {
        guard !holds else { return }
        throw Broken(description: ([what] + texts.map { DocumentCase.visible($0 ?? []) }).joined(separator: "\n  "))
    }

    @Test func `a get returns what was put, and repeating the put changes nothing`() {
        forEachSeed { rules, random in
            let (bytes, server, credential) = (random.document(), try random.server(), random.credential())
            let document = try ConfigDocument(parsing: bytes, rules: rules)
            let put = try document.putting(credential, for: server)
            let after = try ConfigDocument(parsing: put ?? bytes, rules: rules)
            try expect(try after.candidates(for: server).best() == credential, "get after put of \(server)", bytes, put)
            try expect(try after.putting(credential, for: server) == nil, "second put of \(server)", bytes, put)
        }
    }

    @Test func `putting and deleting a new key restores the same bytes`() {
        forEachSeed { rules, random in
            let (bytes, credential) = (random.document(), random.credential())
            let server = try ServerAddress("new.example:5001")
            var document = try ConfigDocument(parsing: bytes, rules: rules)
            if !document.hasAuths {
                // The first put and delete leave an empty `auths`.
                document = try putAndDelete(credential, server, document)
            }
            let deleted = try putAndDelete(credential, server, document)
            try expect(deleted.bytes == document.bytes, "put and delete", bytes, document.bytes, deleted.bytes)
        }
    }

    private func putAndDelete(
        _ credential: Credential,
        _ server: ServerAddress,
        _ document: ConfigDocument
    ) throws -> ConfigDocument {
        let put = try ConfigDocument(
            parsing: try document.putting(credential, for: server) ?? [],
            rules: document.rules
        )
        return try ConfigDocument(parsing: try put.deleting(server) ?? [], rules: document.rules)
    }

    @Test func `a put preserves all bytes outside its entry`() {
        forEachSeed { rules, random in
            let (bytes, server, credential) = (random.document(), try random.server(), random.credential())
            let document = try ConfigDocument(parsing: bytes, rules: rules)
            guard let put = try document.putting(credential, for: server) else { return }
            // Only one range of the old text is gone, unless a registry had several keys.
            let own = try document.candidates(for: server).filter { $0.rule != .parent && $0.rule != .pathOnHost }
            guard own.count < 2 else { return }
            let prefix = zip(bytes, put).prefix { $0 == $1 }.count
            let suffix = zip(bytes.dropFirst(prefix).reversed(), put.dropFirst(prefix).reversed()).prefix { $0 == $1 }
                .count
            let lost = bytes[prefix..<bytes.count - suffix]
            try expect(
                own.count == 1 || lost.allSatisfy { $0 <= 0x20 } || lost.elementsEqual("null".utf8),
                "put of \(server)",
                bytes,
                put
            )
            for other in try document.entries() where own.allSatisfy({ $0.key != other.key }) {
                let address = try ServerAddress(other.key)
                guard !address.isSameServer(as: server) else { continue }
                let isKept = try ConfigDocument(parsing: put, rules: rules).entries().contains(other)
                try expect(isKept, "\(other.key) after put of \(server)", bytes, put)
            }
        }
    }

    @Test func `a delete removes one registry, and the results for others stay the same`() {
        forEachSeed { rules, random in
            let (bytes, server) = (random.document(), try random.server())
            let document = try ConfigDocument(parsing: bytes, rules: rules)
            let deleted = try document.deleting(server)
            let after = try ConfigDocument(parsing: deleted ?? bytes, rules: rules)
            try expect(try after.deleting(server) == nil, "second delete of \(server)", bytes, deleted)
            let answers = try after.candidates(for: server).filter { $0.rule != .parent && $0.rule != .pathOnHost }
            try expect(answers.isEmpty, "get after delete of \(server)", bytes, deleted)
            let other = try ServerAddress("other.example")
            let same = try document.candidates(for: other).map(\.content) == after.candidates(for: other).map(\.content)
            try expect(same, "get of another server after delete of \(server)", bytes, deleted)
        }
    }

    @Test func `setting and removing credsStore restores the same bytes`() {
        forEachSeed { rules, random in
            let bytes = random.document()
            let set = try ConfigDocument(parsing: bytes, rules: rules).settingCredentialsStore("pass")
            let changed = try ConfigDocument(parsing: set ?? [], rules: rules)
            try expect(try changed.helperSettings().credentialsStore == "pass", "set", bytes, set)
            try expect(try changed.settingCredentialsStore(nil) == bytes, "set and removed", bytes, set)
        }
    }

    @Test func `a thousand lookups with three keys of one registry give the same result`() throws {
        let keys = ["https://h.example/v1/", "http://h.example", "h.example/team"]
        var random = SeededGenerator(seed: Self.start)
        for _ in 0..<1000 {
            let entries = keys.shuffled(using: &random).map {
                #""\#($0)":{"auth":"\#(Base64().encode("\($0):x".utf8))"}"#
            }
            let bytes = Array(#"{"auths":{\#(entries.joined(separator: ","))}}"#.utf8)
            let candidates = try ConfigDocument(parsing: bytes).candidates(for: ServerAddress("h.example"))
            #expect(candidates.map(\.key) == keys)
            #expect(candidates.map(\.rule) == [.https, .http, .pathOnHost])
        }
    }
}
