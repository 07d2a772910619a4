import HelperProtocol
import RegistryCredentials
import Testing

/// Migrations from the config file to helpers.
struct PlainTextMigrationTests {
    /// In base64: `bob:hunter-bob`.
    private static let bob = #"{"auth":"Ym9iOmh1bnRlci1ib2I="}"#

    static func entry(_ user: String) -> String { #"{"auth":"\#(DocumentStoreTests.base64("\(user):hunter"))"}"# }

    @Test func `plain-text credentials are moved to the helper that the file names`() async throws {
        let servers = ["h", "registry.example:5000", "docker.io"]
        let home = try ConfigHome(
            """
            {
            \t"auths": {
            \t\t"https://h/v1/": \(Self.bob),
            \t\t"h": \(Self.bob),
            \t\t"registry.example:5000": {"auth": "Ym9iOg==", "identitytoken": "hunter-token", "x": 1},
            \t\t"https://index.docker.io/v1/": \(Self.bob),
            \t\t"other": {}
            \t},
            \t"x": 1.0
            }

            """
        )
        defer { home.keep() }
        let store = try home.store()
        var before: [Credential?] = []
        for server in servers { before.append(try await store.get(ServerAddress(server))) }
        #expect(before.allSatisfy { $0 != nil })

        let text = try home.read()
        try home.write(text.dropLast(3) + ",\n\t\"credsStore\": \"recorder\"\n}\n", to: ".docker/config.json")
        try home.scripts.addRecording()
        let report = try await home.migrate()
        // A helper cannot store a user beside an identity token; docker omits the user.
        let keys = ["https://h/v1/", "h", "registry.example:5000", "https://index.docker.io/v1/"]
        #expect(report.moved.map(\.key) == keys)
        #expect(report.moved.map(\.omittedUsername) == [nil, nil, "bob", nil])
        #expect(report.remaining == [] && report.settings == [])
        #expect(try !home.read().contains("Ym9iOmh1"))
        #expect(try !home.read().contains("hunter-token"))
        for (server, credential) in zip(servers, before) {
            let kept = credential?.identityToken.map { Credential.identityToken($0) } ?? credential
            #expect(try await store.get(ServerAddress(server)) == kept)
        }
        #expect(try await home.migrate() == MigrationReport.nothing)
    }

    @Test func `all credentials are moved to a helper that becomes credsStore, and a second run writes nothing`()
        async throws
    {
        let home = try ConfigHome(#"{"auths":{"h":\#(Self.bob),"i":\#(Self.bob)},"proxies":{"x":{}}}"#)
        defer { home.keep() }
        try home.scripts.addRecording()
        let route = CredentialMigration.Route.plainText(toHelper: "recorder")
        let plan = try await CredentialMigration(route, environment: home.variables).plan()
        #expect(plan.items.map(\.key) == ["h", "i"] && plan.remaining == [])
        #expect(plan.settings == ["credsStore = \"recorder\" in \(home.path())"])
        #expect(try home.read().contains(Self.bob) && home.scripts.log() == ["list|"])

        let report = try await home.migrate(route)
        #expect(report.moved.map(\.key) == ["h", "i"] && report.settings == plan.settings)
        #expect(try home.read() == #"{"auths":{"h":{},"i":{}},"proxies":{"x":{}},"credsStore":"recorder"}"#)
        #expect(try await home.store().get(ServerAddress("h"))?.username == "bob")

        let status = try home.scripts.shell("stat -c '%i %y' \"$DIRECTORY/.docker/config.json\"")
        #expect(try await home.migrate(route) == MigrationReport.nothing)
        #expect(try home.scripts.shell("stat -c '%i %y' \"$DIRECTORY/.docker/config.json\"") == status)
    }

    @Test func `if something stays, credHelpers names the helper, so that docker still finds the rest`() async throws {
        let home = try ConfigHome(
            """
            {"auths":{"h.example":\(Self.entry("host")),"h.example/team":\(Self.entry("team")),
            "https://h.example":\(Self.entry("old")),"g.example/a":\(Self.entry("a")),"i.example":\(Self.entry("i")),
            "t.example":{"registrytoken":"hunter"},"b.example":{"auth":"bm9jb2xvbg=="}}}
            """
        )
        defer { home.keep() }
        try home.scripts.addRecording()
        let report = try await home.migrate(.plainText(toHelper: "recorder"))
        #expect(report.moved.map(\.key) == ["h.example", "i.example"])
        let left = ["h.example/team", "https://h.example", "g.example/a", "t.example", "b.example"]
        #expect(report.remaining.map(\.item.key) == left)
        #expect(report.remaining.map(\.error.code) == Array(repeating: .notRepresentable, count: 4) + [.damaged])
        let names = ["h.example", "i.example"].map { "credHelpers[\"\($0)\"] = \"recorder\" in \(home.path())" }
        #expect(report.settings == names)
        let store = try home.store()
        #expect(try await store.get(ServerAddress("h.example"))?.username == "host")
        #expect(try await store.get(ServerAddress("g.example"))?.username == "a")
        let file = try home.read()
        #expect(file.contains(Self.entry("team")) && !file.contains(Self.entry("host")))
        for item in report.remaining { expectNoSecret("\(item.error)") }
    }

    @Test func `chosen registries are moved alone`() async throws {
        let home = try ConfigHome(#"{"auths":{"h":\#(Self.bob),"i":\#(Self.bob)}}"#)
        defer { home.keep() }
        try home.scripts.addRecording()
        let server = try ServerAddress("i")
        let report = try await home.migrate(.plainText(toHelper: "recorder")) { $0.servers = [server] }
        #expect(report.moved.map(\.key) == ["i"])
        #expect(try home.read() == #"{"auths":{"h":\#(Self.bob),"i":{}},"credHelpers":{"i":"recorder"}}"#)
    }

    @Test func `a kept source stays, and clients use the copy`() async throws {
        let home = try ConfigHome(#"{"auths":{"h":\#(Self.bob)}}"#)
        defer { home.keep() }
        try home.scripts.addRecording()
        let report = try await home.migrate(.plainText(toHelper: "recorder")) { $0.keepsSource = true }
        #expect(report.moved.map(\.key) == ["h"])
        #expect(try home.read() == #"{"auths":{"h":\#(Self.bob)},"credsStore":"recorder"}"#)
        // Without that option, the next run removes it.
        #expect(try await home.migrate().moved.map(\.key) == ["h"])
        #expect(try home.read() == #"{"auths":{"h":{}},"credsStore":"recorder"}"#)
    }

    @Test func `an entry that docker no longer uses does not replace the helper's credential`() async throws {
        let home = try ConfigHome(#"{"auths":{"h":\#(Self.bob)},"credsStore":"recorder"}"#)
        defer { home.keep() }
        try home.scripts.addRecording()
        try await home.store().put(.ann, for: ServerAddress("i"))
        try home.scripts.shell("cd \"$DIRECTORY\"; sed 's/\"i\"/\"h\"/' kept-i > kept-h")
        let before = try home.read()
        let report = try await home.migrate()
        #expect(report.moved == [] && report.remaining.map(\.error.code) == [.conflict])
        #expect(try await home.store().get(ServerAddress("h")) == .ann)
        #expect(try home.read() == before)
    }

    @Test(
        arguments: [
            ("forgets", "[ $1 = store ] || { echo credentials not found in native keychain; exit 1; }"),
            ("is locked", "[ $1 = list ] && { echo '{}'; exit; }; echo 'the keyring is locked'; exit 1"),
            ("has a full disk", "[ $1 = list ] && { echo '{}'; exit; }; echo 'no space left on device'; exit 1"),
            ("dies while it writes", "[ $1 = list ] && { echo '{}'; exit; }; kill -9 $$"),
        ]
    )
    func `nothing is removed if the target fails`(what: String, script: String) async throws {
        let config = #"{"auths":{"h":\#(Self.bob),"i":\#(Self.bob)}}"#
        let home = try ConfigHome(config)
        defer { home.keep() }
        try home.scripts.add("broken", "[ $1 = list ] || cat >/dev/null; echo $1 >> \"$DIRECTORY/verbs\"; \(script)")
        do {
            let report = try await home.migrate(.plainText(toHelper: "broken"))
            #expect(report.moved == [] && report.remaining.map(\.item.key) == ["h", "i"], "\(what)")
            for item in report.remaining { expectNoSecret("\(item.error)") }
        } catch let error as CredentialStoreError {
            expectNoSecret("\(error)")
        }
        #expect(try home.read() == config)
    }

    @Test func `a target that is missing or locked fails before a credential is saved`() async throws {
        let config = #"{"auths":{"h":\#(Self.bob)}}"#
        let home = try ConfigHome(config)
        defer { home.keep() }
        let missing = await storeError { _ = try await home.migrate(.plainText(toHelper: "absent")) }
        #expect(missing?.code == .unavailable)
        try home.scripts.add("locked", "echo $1 >> \"$DIRECTORY/verbs\"; echo 'the store is locked'; exit 1")
        let locked = await storeError { _ = try await home.migrate(.plainText(toHelper: "locked")) }
        #expect(locked?.code == .locked)
        #expect(try home.scripts.shell("sort -u \"$DIRECTORY/verbs\"") == "list\n")
        #expect(try home.read() == config)
    }

    @Test func `a login between the save and the removal is kept`() async throws {
        let config = #"{"auths":{"h":\#(Self.bob)},"credsStore":"slow"}"#
        let home = try ConfigHome(config)
        defer { home.keep() }
        // The helper's `get` writes a newer password into the file, as another program might.
        let newer = config.replacing("Ym9iOmh1bnRlci1ib2I=", with: "Ym9iOm5ld2Vy")
        try home.scripts.add(
            "slow",
            """
            [ $1 = list ] || input=$(cat)
            case $1 in
            list) echo '{}' ;;
            store) printf '%s' "$input" > "$DIRECTORY/kept" ;;
            get) printf '%s' '\(newer)' > "$DIRECTORY/.docker/config.json"; cat "$DIRECTORY/kept" ;;
            esac
            """
        )
        let report = try await home.migrate()
        #expect(report.moved == [] && report.remaining.map(\.error.code) == [.conflict])
        #expect(try home.read() == newer)
    }

    @Test func `a login of another registry during the migration is still found by docker`() async throws {
        let home = try ConfigHome(#"{"auths":{"h":\#(Self.bob)}}"#)
        defer { home.keep() }
        let newer = #"{"auths":{"h":\#(Self.bob),"new":\#(Self.bob)}}"#
        try home.scripts.addRecording(
            before: "[ $1 = store ] && printf '%s' '\(newer)' > \"$DIRECTORY/.docker/config.json\""
        )
        let report = try await home.migrate(.plainText(toHelper: "recorder"))
        #expect(report.moved.map(\.key) == ["h"])
        #expect(try home.read() == #"{"auths":{"h":{},"new":\#(Self.bob)},"credHelpers":{"h":"recorder"}}"#)
    }

    @Test func `unpadded and wrapped base64 and duplicate keys are moved as docker reads them`() async throws {
        let home = try ConfigHome(
            #"{"auths":{"a":{"auth":"YW5uOmh1bnRlcjI"},"b":{"auth":"YW5u\nOmh1bnRlcjI="},"c":{"auth":"eDp5"},"c":\#(Self.bob)}}"#
        )
        defer { home.keep() }
        try home.scripts.addRecording()
        let before = try home.read()
        let readable = try await home.store().list().filter { $0.problem == nil }.map(\.key)
        let report = try await home.migrate(.plainText(toHelper: "recorder"))
        #expect(report.moved.map(\.key) == readable && readable.contains("c"))
        #expect(try await home.store().get(ServerAddress("c"))?.username == "bob")
        // An entry that docker cannot read stays as it is.
        for item in report.remaining { #expect(before.contains("\"\(item.item.key)\":{\"auth\":")) }
        #expect(try !home.read().contains("eDp5"), "the duplicate must not be left behind in plain text")
    }

    @Test func `an unknown or unsuitable target is refused`() async throws {
        let home = try ConfigHome(#"{"auths":{"h":\#(Self.bob)},"credsStore":"pass"}"#)
        defer { home.keep() }
        for name in ["ecr-login", "dev-containers-1234", "devpod"] {
            let error = await storeError { _ = try await home.migrate(.plainText(toHelper: name)) }
            #expect(error?.code == .unsupported, "\(name)")
        }
        let error = await storeError { _ = try await home.migrate(.plainText(toHelper: "other")) }
        #expect(error?.code == .conflict)
    }

    @Test func `without a helper credentials stay, except those that the file keeps on purpose`() async throws {
        let config = #"{"auths":{"h":\#(Self.bob),"i":\#(Self.bob)},"credHelpers":{"i":""}}"#
        let home = try ConfigHome(config)
        defer { home.keep() }
        let report = try await home.migrate()
        #expect(report.moved == [] && report.remaining.map(\.item.key) == ["h"])
        #expect(try home.read() == config)
    }

    @Test func `500 credentials are moved`() async throws {
        let entries = (0..<500).map { "\"h\($0).example\":\(Self.entry("u\($0)"))" }
        let home = try ConfigHome("{\"auths\":{\(entries.joined(separator: ","))}}")
        defer { home.keep() }
        // Only built-in commands of the shell, because a thousand processes start.
        try home.scripts.add(
            "quick",
            """
            case $1 in
            list) echo '{}' ;;
            store) read -r input; key=${input#*:\\"}; printf '%s' "$input" > "$DIRECTORY/${key%%\\"*}" ;;
            get)
                read -r key; [ -e "$DIRECTORY/$key" ] || { echo credentials not found in native keychain; exit 1; }
                read -r kept < "$DIRECTORY/$key"; printf '%s' "$kept" ;;
            esac
            """
        )
        let report = try await home.migrate(.plainText(toHelper: "quick"))
        #expect(report.moved.count == 500 && report.remaining == [])
        #expect(try !home.read().contains("auth\""))
        #expect(try await home.store().get(ServerAddress("h499.example"))?.username == "u499")
    }
}

extension ConfigHome {
    /// Plans a migration and carries it out.
    func migrate(
        _ route: CredentialMigration.Route = .plainText(toHelper: nil),
        _ change: (inout CredentialMigration.Options) -> Void = { _ in }
    ) async throws -> MigrationReport {
        var options = CredentialMigration.Options()
        change(&options)
        let migration = try CredentialMigration(route, environment: variables, options: options)
        let plan = try await migration.plan()
        let report = try await migration.run(plan)
        if report.remaining.isEmpty {
            #expect(report.moved == plan.items, "a plan must be what happens")
        }
        return report
    }
}

extension MigrationReport {
    /// The report of a migration that had nothing to do.
    static let nothing = MigrationReport(moved: [], remaining: [], settings: [])
}
