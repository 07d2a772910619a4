import SystemPackage
import TestSupport
import Testing

/// Sixty processes that store, get, erase and list the same keys at once: the results are those of some order of the
/// calls, one after the other.
@Suite(.serialized, .requires("python3")) struct SharedKeyTests {
    private static let script = Repository.tests.appending("ProgramTests/Scripts/shared-keys.py")

    /// Runs the script, and checks the history of each key.
    private func check(_ home: Sandbox, _ helper: FilePath, calls: Int, _ variables: [String: String] = [:]) throws {
        let seed = Int.random(in: 0...1_000_000)
        print("seed \(seed)")
        let output = try home.succeed("python3 \(Self.script) \(helper) 60 \(calls) 6 \(seed)", variables)
        var histories: [String: [RecordedOperation]] = [:]
        for line in output.split(separator: "\n") {
            let fields = line.split(separator: "\t").map(String.init)
            try #require(fields.count == 5, "\(line)")
            let (start, end) = (try #require(Int64(fields[0])), try #require(Int64(fields[1])))
            let value = fields[4] == "-" ? nil : fields[4]
            let effect: RecordedOperation.Effect = fields[2] == "write" ? .write(value) : .read(value)
            histories[fields[3], default: []].append(RecordedOperation(effect, from: start, to: end))
        }
        #expect(histories.count == 6)
        for (key, history) in histories {
            #expect(LinearizabilityCheck.accepts(history), "\(key), seed \(seed):\n\(output)")
        }
    }

    @Test(arguments: ["credentials.age", "auth.json"])
    func `docker-credential-file is linearizable`(name: String) throws {
        let home = try Sandbox(["DOCKER_CREDENTIAL_TIMEOUT": "120"])
        let variables = ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/\(name)"]
        try home.store("first.example", "u", "s", variables)
        try check(home, BuiltPrograms.fileHelper, calls: 6, variables)
    }

    @Test(.requires("gpg", "pass")) func `docker-credential-pass is linearizable`() throws {
        let store = try PassHome()
        try check(store.home, BuiltPrograms.passHelper, calls: 2)
    }
}
