import SystemSupport
import TestSupport
import Testing

/// The commands of docker-creds over docker-credential-auto.
@Suite struct AutoExplainTests {
    @Test func `explain names the helper that answered`() throws {
        let home = try Sandbox()
        try home.autoStore("h.example", "ann", "hunter2")
        try home.succeed("mkdir .docker; printf '{\"credsStore\":\"auto\"}' > .docker/config.json")
        let text = try home.succeed("docker-creds explain h.example")
        #expect(text.contains("docker-credential-auto (docker-credential-file)"), "\(text)")
        let json = try home.succeed("docker-creds explain h.example --format json")
        #expect(
            json.contains("\"backend\":\"docker-credential-file\"")
                || json.contains("\"backend\": \"docker-credential-file\"")
        )
        #expect(!(text + json).contains("hunter2"))
        #expect(try !home.succeed("docker-creds explain elsewhere.example || true").contains("docker-credential-file"))
        #expect(try home.succeed("docker-creds get h.example").contains("ann"))
    }

    @Test func `doctor names the helpers that auto does not find`() throws {
        let home = try Sandbox(["DOCKER_CREDENTIAL_AUTO_ORDER": "nowhere,file"])
        try home.succeed("mkdir .docker; printf '{\"credsStore\":\"auto\"}' > .docker/config.json")
        let report = try home.shell("docker-creds doctor").output.text
        #expect(report.contains("docker-credential-auto does not find docker-credential-nowhere"), "\(report)")
    }
}
