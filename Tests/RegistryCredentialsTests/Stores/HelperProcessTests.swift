import HelperProtocol
import RegistryCredentials
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Each operation of a store starts the number of helper processes that the documentation says.
struct HelperProcessTests {
    private static let credential = Credential.password(username: "ann", password: Secret("hunter2"))

    /// The table of the article: operation, kind of helper, and the runs of each verb.
    static let rows: [[String]] = {
        let article = "Sources/RegistryCredentials/RegistryCredentials.docc/HelperProcesses.md"
        let path = Repository.root.appending(article)
        do {
            let text = try Shell.run("cat \(path.shellQuoted)", in: Repository.root)
            return MarkdownTable(under: "operation", in: text).rows.filter { !$0[0].hasPrefix("`docker-creds") }
        } catch {
            fatalError("\(error)")
        }
    }()

    @Test func `the article lists all operations`() {
        #expect(Self.rows.count == 19)
    }

    @Test(arguments: rows)
    func `an operation starts as many processes as the article says`(row: [String]) async throws {
        let scripts = try HelperScripts()
        try scripts.addRecording()
        try scripts.add(
            "unlisted",
            #"[ $1 = list ] || exec docker-credential-recorder $1; echo "list|" >> "$DIRECTORY/log"; echo unknown action; exit 1"#
        )
        let helper = row[1] == "lists" ? "recorder" : "unlisted"
        let isHub = row[0].contains("Docker Hub")
        let server = try ServerAddress(isHub ? "docker.io" : "registry.example")
        for (condition, key) in [
            ("found under Docker's key", "registry.example"), ("alias", "https://registry.example/v1/"),
        ]
        where row[0].contains(condition) {
            let request = #"{"ServerURL":"\#(key)","Username":"ann","Secret":"s"}"#
            try scripts.shell("printf '%s' '\(request)' | docker-credential-recorder store")
        }
        _ = try scripts.log()
        try await perform(row[0], helper, server, scripts)
        let log = try scripts.log()
        let counts = ["get", "list", "store", "erase"].map { verb in log.count { $0.hasPrefix("\(verb)|") } }
        #expect(counts.map { "\($0)" } == Array(row[2...]), "\(log)")
    }

    private func perform(
        _ operation: String,
        _ helper: String,
        _ server: ServerAddress,
        _ scripts: HelperScripts
    ) async throws {
        let store = NativeStore(helper, options: scripts.options())
        let isFound = operation.contains(", found")
        switch operation.split(separator: "`").first {
        case "NativeStore.get": #expect(try await (store.get(server) != nil) == isFound)
        case "NativeStore.put": try await store.put(Self.credential, for: server)
        case "NativeStore.delete": #expect(try await store.deleteReporting(server).removed.isEmpty == !isFound)
        case "NativeStore.list": _ = try await store.list()
        case "FallbackStore.get": #expect(try await layers(helper, scripts).get(server) == nil)
        case "FallbackStore.explain": #expect(try await layers(helper, scripts).explain(server).usedStep == nil)
        case "FallbackStore.listEverywhere":
            #expect(try await layers(helper, scripts).listEverywhere().count == 3)
        case "FallbackStore.deleteEverywhere":
            #expect(try await layers(helper, scripts).deleteEverywhere(server).count == 3)
        default: Issue.record("no such operation: \(operation)")
        }
    }

    /// Three config files that name the same helper.
    private func layers(_ helper: String, _ scripts: HelperScripts) throws -> FallbackStore {
        let config = #"{"credsStore":"\#(helper)","credHelpers":{"registry.example":"\#(helper)"}}"#
        for name in ["one", "two", "three"] { try scripts.write(config, to: "\(name).json") }
        var options = DynamicStore.Options()
        options.helper = scripts.options()
        return FallbackStore(
            ["one", "two", "three"].map { name in
                .init(name, DynamicStore(path: scripts.path.appending("\(name).json").string, options: options))
            }
        )
    }
}
