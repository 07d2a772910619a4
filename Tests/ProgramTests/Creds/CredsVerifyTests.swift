#if HTTPClient
import SystemSupport
import TestSupport
import Testing

/// `verify` and `doctor --online` against a real registry.
@Suite(.serialized) struct CredsVerifyTests {
    @Test(.requires("curl", "docker-registry", "htpasswd", "python3"))
    func `each login is valid, rejected or unreachable, in the order of the list`() throws {
        let home = try CredsLoginTests.home()
        let registry = try LoopbackRegistry(in: home)
        try home.succeed(CredsLoginTests.login(registry.address))
        let valid = try home.succeed("docker-creds verify")
        #expect(valid == "\(registry.address)\tvalid\t\n")

        try home.store(registry.address, "alice", "wrong")
        try home.store("127.0.0.1:1", "ann", "hunter2")
        let outcome = try home.shell("docker-creds verify \(registry.address) 127.0.0.1:1")
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.hasPrefix("\(registry.address)\trejected\t\n127.0.0.1:1\tunreachable\t"))
        #expect(!outcome.output.text.contains("hunter2") && !outcome.errorOutput.text.contains("hunter2"))
        let json = try home.shell("docker-creds verify --format json \(registry.address)")
        #expect(json.output.text.contains(#""result": "rejected""#), "\(json.output.text)")

        // The helper has the logins, and the config file names none.
        try home.succeed("echo '{\"credsStore\":\"file\"}' > .docker/config.json")
        let doctor = try home.shell("docker-creds doctor --online")
        #expect(doctor.termination == .exited(1))
        #expect(doctor.output.text.contains("C25 problem: \(registry.address) rejects the saved login"))
        #expect(doctor.output.text.contains("C25 note: cannot reach 127.0.0.1:1: "))
        try home.succeed(CredsLoginTests.login(registry.address))
        #expect(
            try home.succeed("docker-creds doctor --online").contains("\(registry.address) accepts the saved login\n")
        )
        let none = try home.shell("docker-creds verify none.example")
        #expect(none.termination == .exited(1))
        #expect(none.output.text == "none.example\tno login\tthere is no credential\n")
    }

    /// An earlier version said nothing and ended with 0, as if every login were valid.
    @Test(arguments: [
        (#"{"credsStore":"nobody"}"#, "credential helper docker-credential-nobody not found in PATH"),
        (#"{"auths":"#, "the file is not JSON"),
        (#"{"auths":{"h.example":{"auth":"%%%"}}}"#, "the entry cannot be read"),
    ])
    func `a store that cannot be listed is reported, and the exit status is 1`(config: String, reason: String) throws {
        let home = try Sandbox()
        try home.succeed("mkdir -m 700 .docker; umask 077; printf '%s' '\(config)' > .docker/config.json")
        let outcome = try home.shell("docker-creds verify --timeout 5")
        #expect(outcome.termination == .exited(1))
        #expect(outcome.errorOutput.text.contains(reason), "\(outcome.errorOutput.text)")
        let homeless = try home.shell("env -u HOME docker-creds verify")
        #expect(homeless.termination == .exited(1))
        #expect(homeless.errorOutput.text.contains("cannot locate the home directory"))
    }

    @Test(.requires("curl", "docker-registry", "htpasswd", "python3"))
    func `a registry that requires no authentication verifies nothing, so the exit status is 1`() throws {
        let home = try CredsLoginTests.home()
        let registry = try LoopbackRegistry(in: home, isPublic: true)
        try home.store(registry.address, "alice", "anything")
        let outcome = try home.shell("docker-creds verify")
        #expect(outcome.output.text.hasPrefix("\(registry.address)\tnot needed\t"))
        #expect(outcome.termination == .exited(1))
    }
}
#endif
