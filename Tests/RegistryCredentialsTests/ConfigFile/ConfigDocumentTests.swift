import RegistryCredentials
import Testing

/// The table in `Documents/`, and properties of every document in it.
struct ConfigDocumentTests {
    @Test func `the table has at least a hundred and fifty documents`() {
        #expect(DocumentCase.all.count >= 150)
    }

    @Test(arguments: DocumentCase.all) func `get returns`(example: DocumentCase) throws {
        let server = try ServerAddress(example.server)
        let outcome = Self.outcome {
            DocumentCase.visible(
                try ConfigDocument(parsing: example.document, rules: example.rules).candidates(for: server).best()
            )
        }
        #expect(Self.isMatch(outcome, example["get"]), "get      | \(outcome)")
    }

    @Test(arguments: DocumentCase.all) func `put produces`(example: DocumentCase) throws {
        let server = try ServerAddress(example.server)
        let outcome = Self.outcome {
            let document = try ConfigDocument(parsing: example.document, rules: example.rules)
            return try document.putting(example.putting, for: server).map(DocumentCase.visible) ?? "unchanged"
        }
        #expect(Self.isMatch(outcome, example["put"]), "«\(example.title)» put      | \(outcome)")
    }

    @Test(arguments: DocumentCase.all) func `delete produces`(example: DocumentCase) throws {
        let server = try ServerAddress(example.server)
        let outcome = Self.outcome {
            let document = try ConfigDocument(parsing: example.document, rules: example.rules)
            return try document.deleting(server).map(DocumentCase.visible) ?? "unchanged"
        }
        #expect(Self.isMatch(outcome, example["delete"]), "«\(example.title)» delete   | \(outcome)")
    }

    @Test(arguments: DocumentCase.all) func `a get returns what was put, and nothing after a delete`(
        example: DocumentCase
    ) throws {
        let server = try ServerAddress(example.server)
        guard let document = try? ConfigDocument(parsing: example.document, rules: example.rules),
            let put = try? document.putting(example.putting, for: server)
        else { return }
        let changed = try ConfigDocument(parsing: put, rules: example.rules)
        let answer = try changed.candidates(for: server).best()
        #expect(answer == example.putting || example.putting.username == "<token>")
        #expect(try changed.putting(example.putting, for: server) == nil)
        // Every alias of the registry gives the same result.
        let other = "https://\(server.podmanKey)/"
        #expect(
            try changed.candidates(for: ServerAddress(other)).best() == answer || server.dockerKey.contains("token")
        )
        let deleted = try ConfigDocument(parsing: changed.deleting(server) ?? [], rules: example.rules)
        let others: [MatchRule] = [.parent, .pathOnHost, .misplaced]
        #expect(try deleted.candidates(for: server).allSatisfy { others.contains($0.rule) })
        #expect(try deleted.deleting(server) == nil)
        // Deleting Docker Hub also removes the tokens of a device login.
        let isNew = try document.candidates(for: server).isEmpty && !example.title.contains("device login")
        if isNew, document.hasAuths {
            #expect(DocumentCase.visible(deleted.bytes) == DocumentCase.visible(example.document))
        }
        // If `auths` was absent or null, an empty one remains. After that a put and a delete change nothing.
        var rounds = [deleted.bytes]
        for _ in 0..<2 {
            let last = try ConfigDocument(parsing: rounds.last ?? [], rules: example.rules)
            let put = try ConfigDocument(
                parsing: last.putting(example.putting, for: server) ?? [],
                rules: example.rules
            )
            rounds.append(try put.deleting(server) ?? [])
        }
        #expect(DocumentCase.visible(rounds[1]) == DocumentCase.visible(rounds[2]))
    }

    private static func outcome(_ body: () throws -> String) -> String {
        do { return try body() } catch { return "error \(error)" }
    }

    /// An error must contain the words that the table names, and no secret of the table.
    private static func isMatch(_ outcome: String, _ expected: String) -> Bool {
        guard expected.hasPrefix("error ") else { return outcome == expected }
        return outcome.hasPrefix("error ") && outcome.contains(expected.dropFirst(6))
            && !["hunter", "aHVudGVy", "YW5u", "t0ken", "pässw"].contains { outcome.contains($0) }
    }
}
