import HelperProtocol
import RegistryCredentials
import Testing

/// Migrations between Docker's config file and podman's.
struct PodmanMigrationTests {
    private static let file = ".config/containers/auth.json"

    private func home(_ docker: String, _ podman: String? = nil) throws -> ConfigHome {
        let home = try ConfigHome(docker)
        if let podman { try home.write(podman, to: Self.file) }
        try home.scripts.addRecording()
        return home
    }

    private func entry(_ user: String) -> String { PlainTextMigrationTests.entry(user) }

    @Test func `podman's file names the helper of each registry, and docker.io gets podman's key`() async throws {
        let home = try home(#"{"credsStore":"recorder"}"#)
        defer { home.keep() }
        try await home.store().put(.ann, for: ServerAddress("registry.example:5000"))
        try await home.store().put(.bob, for: ServerAddress("docker.io"))
        let before = try home.read()
        let report = try await home.migrate(.dockerToPodman)
        #expect(report.moved.map(\.key) == ["https://index.docker.io/v1/", "registry.example:5000"])
        #expect(report.moved.allSatisfy { $0.source == $0.target })
        let podman = try home.read(Self.file)
        #expect(podman.contains(#""docker.io": "recorder""#))
        #expect(podman.contains(#""registry.example:5000": "recorder""#))
        #expect(try home.read() == before)
        let asked = try await NativeStore("recorder", options: home.scripts.options()).list().map(\.key)
        #expect(asked == ["docker.io", "https://index.docker.io/v1/", "registry.example:5000"])
        #expect(try await home.migrate(.dockerToPodman) == MigrationReport.nothing)
    }

    @Test func `plain text is moved only if it is allowed, paths included`() async throws {
        let home = try home(
            #"{"auths":{"https://index.docker.io/v1/":\#(entry("hub")),"h/team":\#(entry("team")),"i":{}}}"#
        )
        defer { home.keep() }
        let refused = try await home.migrate(.dockerToPodman)
        #expect(refused.moved == [] && refused.remaining.map(\.error.code) == [.plaintextRefused, .plaintextRefused])
        #expect(try home.read(Self.file) == "")

        let report = try await home.migrate(.dockerToPodman) { $0.allowsPlaintext = true }
        #expect(report.moved.map(\.key) == ["h/team", "https://index.docker.io/v1/"])
        #expect(try home.read() == #"{"auths":{"i":{}}}"#)
        let podman = try home.read(Self.file)
        #expect(podman.contains("\"docker.io\"") && podman.contains("\"h/team\""))
        #expect(try home.scripts.shell("stat -c %a \"$DIRECTORY/\(Self.file)\"") == "600\n")
    }

    @Test func `podman's own login is not replaced, and a kept source stays`() async throws {
        let home = try home(
            #"{"auths":{"h":\#(entry("docker")),"i":\#(entry("i"))}}"#,
            #"{"auths":{"h":\#(entry("podman"))}}"#
        )
        defer { home.keep() }
        let before = try home.read()
        let report = try await home.migrate(.dockerToPodman) {
            $0.allowsPlaintext = true
            $0.keepsSource = true
        }
        #expect(report.moved.map(\.key) == ["i"] && report.remaining.map(\.error.code) == [.conflict])
        #expect(try home.read() == before)
        #expect(try home.read(Self.file).contains(entry("podman")))
    }

    @Test func `podman's logins go to the helper that docker uses, and path keys stay`() async throws {
        let home = try home(
            #"{"credsStore":"recorder"}"#,
            #"{"auths":{"docker.io":\#(entry("hub")),"h":\#(entry("h")),"quay.io/team":\#(entry("team"))}}"#
        )
        defer { home.keep() }
        let report = try await home.migrate(.podmanToDocker)
        #expect(report.moved.map(\.key) == ["docker.io", "h"])
        #expect(report.remaining.map(\.item.key) == ["quay.io/team"])
        #expect(report.remaining.map(\.error.code) == [.notRepresentable])
        #expect(try home.read(Self.file) == #"{"auths":{"quay.io/team":\#(entry("team"))}}"#)
        #expect(try await home.store().get(ServerAddress("docker.io"))?.username == "hub")
        #expect(try home.scripts.shell("docker-credential-recorder list").contains("https://index.docker.io/v1/"))
    }

    @Test func `podman's logins go to docker's file in plain text only if that is allowed`() async throws {
        let home = try home(#"{"auths":{}}"#, #"{"auths":{"docker.io":\#(entry("hub"))}}"#)
        defer { home.keep() }
        #expect(try await home.migrate(.podmanToDocker).remaining.map(\.error.code) == [.plaintextRefused])
        let report = try await home.migrate(.podmanToDocker) {
            $0.allowsPlaintext = true
            $0.stores.plaintext = .allow
        }
        #expect(report.moved.map(\.key) == ["docker.io"])
        #expect(try home.read().contains("\"https://index.docker.io/v1/\""))
        #expect(try !home.read(Self.file).contains("auth\""))
    }

    @Test func `a helper in podman's file is named in docker's, under docker's key`() async throws {
        let home = try home(#"{"auths":{}}"#, #"{"credHelpers":{"docker.io":"recorder","h":"recorder"}}"#)
        defer { home.keep() }
        let request = #"{"ServerURL":"docker.io","Username":"ann","Secret":"hunter2"}"#
        try home.scripts.shell("docker-credential-recorder store", [:], Array(request.utf8))
        let report = try await home.migrate(.podmanToDocker)
        #expect(report.moved.map(\.key) == ["docker.io", "h"] && report.remaining == [])
        #expect(
            try home.read()
                == #"{"auths":{},"credHelpers":{"https://index.docker.io/v1/":"recorder","h":"recorder"}}"#
        )
        #expect(try await home.store().get(ServerAddress("docker.io")) == .ann)
        #expect(try await home.migrate(.podmanToDocker) == MigrationReport.nothing)
    }
}
