import SystemSupport
import TestSupport
import Testing

/// Interoperation with Debian's Go helper, secret-tool and others, over a real gnome-keyring.
@Suite(.requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3", "docker-credential-secretservice"))
struct SecretServiceInteroperationTests {
    static let secrets = [
        "plain", #"l1\nl2\n"#, #" blanks\tand tabs "#, "é漢🔑e\u{301}", #"\"quoted\\ \u003c\u003e&"#,
        String(repeating: "long ", count: 4000),
    ]

    @Test(arguments: secrets)
    func `each helper reads, lists and erases the items of the other`(_ secret: String) throws {
        let session = try KeyringSession(in: Sandbox())
        for (writer, reader) in [
            (KeyringSession.go, KeyringSession.ours), (KeyringSession.ours, KeyringSession.go),
            (KeyringSession.ours, KeyringSession.ours),
        ] {
            try session.store("https://index.docker.io/v1/", "ann", secret, by: writer)
            try session.store("other.example:5000", "bob", "s", by: writer)
            let own = try session.run("get", "https://index.docker.io/v1/", by: writer)
            let other = try session.run("get", "https://index.docker.io/v1/", by: reader)
            #expect(own.succeeded && other.succeeded && own.output == other.output)
            #expect(
                other.output.text.hasPrefix(#"{"ServerURL":"https://index.docker.io/v1/","Username":"ann","Secret":""#)
            )
            #expect(
                try session.run("list", by: reader).output.text
                    == #"{"https://index.docker.io/v1/":"ann","other.example:5000":"bob"}"# + "\n"
            )
            #expect(try session.run("erase", "other.example:5000", by: reader).succeeded)
            #expect(
                try session.run("get", "other.example:5000", by: writer).output.text
                    == "credentials not found in native keychain\n"
            )
            #expect(try session.run("erase", "https://index.docker.io/v1/", by: writer).succeeded)
            #expect(try session.items().isEmpty)
        }
    }

    @Test func `both helpers handle an identity token`() throws {
        let session = try KeyringSession(in: Sandbox())
        try session.store("h", "<token>", "eyJ0", by: KeyringSession.ours)
        let ours = try session.run("get", "h").output
        #expect(ours.text.contains(#""Username":"\u003ctoken\u003e""#))
        #expect(try session.run("get", "h", by: KeyringSession.go).output == ours)
    }

    @Test func `a secret with a NUL in it is kept byte for byte, on disk too`() throws {
        let session = try KeyringSession(in: Sandbox())
        try session.store("h", "u", #"a\u0000b\u0000\n"#)
        try session.unlock()
        #expect(try session.run("get", "h").output.text.contains(#""Secret":"a\u0000b\u0000\n""#))
    }

    @Test func `an empty secret is kept, listed by both and returned by ours`() throws {
        let session = try KeyringSession(in: Sandbox())
        for writer in [KeyringSession.go, KeyringSession.ours] {
            try session.store("h", "u", "", by: writer)
            #expect(try session.run("get", "h").output.text == #"{"ServerURL":"h","Username":"u","Secret":""}"# + "\n")
            #expect(try session.run("list", by: KeyringSession.go).output.text == #"{"h":"u"}"# + "\n")
        }
    }

    @Test(arguments: [
        ("h", false), ("h", true), ("Registry credentials for h", true),
    ])
    func `items of every version of the reference are read, listed and repaired`(_ label: String, _ hasLabel: Bool)
        throws
    {
        let session = try KeyringSession(in: Sandbox())
        try session.addReference(label, "h", "u", "old", hasLabel: hasLabel)
        #expect(try session.run("get", "h").output.text.contains(#""Username":"u","Secret":"old""#))
        #expect(try session.run("list").output.text == #"{"h":"u"}"# + "\n")
        try session.store("h", "u", "new")
        let items = try session.items()
        #expect(items.count == 1 && items[0].contains(#""label": "h""#))
        #expect(items[0].contains(#""label": "Docker Credentials""#))
        #expect(try session.run("list", by: KeyringSession.go).output.text == #"{"h":"u"}"# + "\n")
        #expect(try session.run("get", "h", by: KeyringSession.go).output.text.contains("new"))
        try session.addReference(label, "h", "other", "old", hasLabel: hasLabel)
        #expect(try session.run("erase", "h").succeeded)
        #expect(try session.items().isEmpty)
    }

    @Test func `foreign items with the same label attribute are neither listed nor touched`() throws {
        let session = try KeyringSession(in: Sandbox())
        try session.keyring("add", "foreign", #"{"label":"Docker Credentials","xdg:schema":"org.example"}"#, "s")
        try session.keyring("add", "like ours", #"{"docker_cli":"1","server":"h","xdg:schema":"org.example"}"#, "s")
        #expect(try session.run("list").output.text == "{}\n")
        #expect(try session.run("get", "h").output.text == "credentials not found in native keychain\n")
        try session.store("h", "u", "s")
        #expect(try session.run("erase", "h").succeeded)
        #expect(try session.items().count == 2)
    }

    @Test func `switching users in either helper leaves one item each time`() throws {
        let session = try KeyringSession(in: Sandbox())
        for (username, secret) in [("alice", "a1"), ("zoe", "z1"), ("alice", "a2")] {
            try session.store("h", username, secret)
            for helper in [KeyringSession.ours, KeyringSession.go] {
                let answer = try session.run("get", "h", by: helper).output.text
                #expect(answer == #"{"ServerURL":"h","Username":"\#(username)","Secret":"\#(secret)"}"# + "\n")
            }
            #expect(try session.items().count == 1)
        }
        // Go keeps one for each user, and ours returns the newest, also within one second.
        try session.store("h", "zoe", "z2", by: KeyringSession.go)
        #expect(try session.items().count == 2)
        #expect(try session.run("get", "h").output.text.contains("zoe"))
        try session.store("h", "ann", "s")
        #expect(try session.items().count == 1)
    }

    @Test func `secret-tool and the helper find each other's items, byte for byte`() throws {
        let session = try KeyringSession(in: Sandbox())
        try session.store("h", "u", #"s\ncret"#)
        #expect(try session.home.succeed("secret-tool lookup server h docker_cli 1", session.variables) == "s\ncret")
        try session.home.succeed(
            "printf other | secret-tool store --label x xdg:schema io.docker.Credentials server h2 username u docker_cli 1",
            session.variables
        )
        #expect(try session.run("get", "h2").output.text.contains("other"))
    }

    @Test func `a collection is selected by label or alias, and get and list need no setting`() throws {
        let session = try KeyringSession(in: Sandbox())
        for (name, server) in [("session", "by-alias"), ("Login", "by-label")] {
            try session.store(server, "u", "s", with: ["DOCKER_CREDENTIAL_SECRETSERVICE_COLLECTION": name])
            #expect(try session.run("get", server).succeeded)
        }
        #expect(try session.run("list").output.text == #"{"by-alias":"u","by-label":"u"}"# + "\n")
        let request = #"{"ServerURL":"h","Username":"u","Secret":"s"}"#
        let refused = try session.run(
            "store",
            request,
            with: ["DOCKER_CREDENTIAL_SECRETSERVICE_COLLECTION": "nowhere"]
        )
        #expect(!refused.succeeded && refused.output.text.contains(#""nowhere", but: "Login""#))
    }

    @Test func `secrets can be encrypted on the bus, which hides them from listeners`() throws {
        let session = try KeyringSession(in: Sandbox())
        let encrypted = ["DOCKER_CREDENTIAL_SECRETSERVICE_ENCRYPT": "1"]
        let seen = try session.home.succeed(
            """
            dbus-monitor --session > monitor.log 2> /dev/null & monitor=$!
            for attempt in $(seq 100); do grep -q NameAcquired monitor.log && break; sleep 0.05; done
            printf '{"ServerURL":"h","Username":"u","Secret":"hunter2"}' | docker-credential-secretservice store
            printf h | docker-credential-secretservice get
            sleep 0.5; kill $monitor; grep -a -c hunter2 monitor.log || true
            """,
            session.variables.merging(encrypted) { $1 }
        )
        #expect(seen.hasSuffix("\n0\n") && seen.contains(#""Secret":"hunter2""#), "\(seen)")
        #expect(try session.run("get", "h", by: KeyringSession.go).output.text.contains("hunter2"))
        try session.store("h", "u", "", with: encrypted)
        #expect(try session.run("get", "h", with: encrypted).output.text.contains(#""Secret":"""#))
    }

    @Test func `every get during stores finds a login`() throws {
        let session = try KeyringSession(in: Sandbox())
        try session.store("h", "u", "s")
        let answers = try session.home.succeed(
            """
            (for number in $(seq 30); do
                printf '{"ServerURL":"h","Username":"u","Secret":"s"}' | docker-credential-secretservice store
            done) & jobs=$!
            for reader in 1 2 3; do
                (for number in $(seq 40); do printf h | docker-credential-secretservice get || true; done) > get$reader &
                jobs="$jobs $!"
            done
            for job in $jobs; do wait $job; done
            sort get* | uniq -c
            """,
            session.variables
        )
        #expect(answers.trimmed == #"120 {"ServerURL":"h","Username":"u","Secret":"s"}"#)
        #expect(try session.items().count == 1)
    }

    @Test func `concurrent stores leave one item`() throws {
        let session = try KeyringSession(in: Sandbox())
        try session.home.succeed(
            """
            for number in $(seq 12); do
                printf '{"ServerURL":"h","Username":"u%s","Secret":"s%s"}' $number $number |
                    docker-credential-secretservice store &
                jobs="${jobs-} $!"
            done
            for job in $jobs; do wait $job; done
            """,
            session.variables
        )
        #expect(try session.items().count == 1)
        #expect(try session.run("get", "h").succeeded)
    }
}
