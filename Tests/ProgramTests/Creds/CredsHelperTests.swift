import HelperConformance
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// `docker-credential-creds`: docker-creds as a credential helper over all locations.
@Suite struct CredsHelperTests {
    /// A home with the link, and a config file of docker.
    private static func home(_ config: String, _ variables: [String: String] = [:]) throws -> Sandbox {
        let home = try Sandbox(variables)
        try home.succeed(
            """
            mkdir -m 700 .docker bin; ln -s '\(BuiltPrograms.creds)' bin/docker-credential-creds
            umask 077; cat > .docker/config.json <<'END'
            \(config)
            END
            """
        )
        return home
    }

    private static func path(_ home: Sandbox) -> [String: String] {
        ["PATH": "\(home.root)/bin:\(home.environment["PATH"] ?? "")"]
    }

    private func call(
        _ home: Sandbox,
        _ action: String,
        _ input: String = "",
        _ more: [String: String] = [:]
    ) throws -> ChildProcess.Outcome {
        let variables = Self.path(home).merging(more) { $1 }
        return try home.shell("printf %s '\(input)' | docker-credential-creds \(action)", variables)
    }

    private static let notFound = "credentials not found in native keychain\n"
    /// In base64: `bob:swordfish`.
    private static let bob = #"{"auth":"Ym9iOnN3b3JkZmlzaA=="}"#

    @Test func `the program keeps every rule of a helper`() throws {
        let home = try Self.home(#"{"credsStore":"creds"}"#)
        let program = HelperProgram(
            path: home.root.appending("bin/docker-credential-creds"),
            environment: home.environment.merging(Self.path(home)) { $1 }
        )
        let report = try ConformanceSuite().run(over: program)
        #expect(report.conforms(strictly: true), "\(report)")
        #expect(report.notRun.isEmpty && report.leftovers.isEmpty, "\(report)")
    }

    @Test func `its name is the one of the link, and the version that of the package`() throws {
        let home = try Self.home("{}")
        #expect(try call(home, "version").output.text.hasPrefix("docker-credential-creds (swift-docker-credentials) v"))
    }

    @Test func `a lookup finds what podman and other files hold, and the primary takes precedence`() throws {
        let home = try Self.home(#"{"credsStore":"creds"}"#)
        try home.succeed(
            """
            mkdir -p .config/containers; umask 077
            echo '{"auths":{"r.example":\(Self.bob),"docker.io":\(Self.bob)}}' > .config/containers/auth.json
            """
        )
        let found = #"{"ServerURL":"r.example","Username":"bob","Secret":"swordfish"}"# + "\n"
        #expect(try call(home, "get", "r.example").output.text == found)
        #expect(try call(home, "get", "https://index.docker.io/v1/").output.text.contains(#""Username":"bob""#))
        let absent = try call(home, "get", "absent.example")
        #expect(absent.output.text == Self.notFound && absent.termination == .exited(1))

        let request = #"{"ServerURL":"r.example","Username":"ann","Secret":"hunter2"}"#
        #expect(try call(home, "store", request).succeeded)
        #expect(try home.helper("get", "r.example").output.text == request + "\n")
        #expect(try call(home, "get", "r.example").output.text == request + "\n")
        #expect(try call(home, "list").output.text == #"{"docker.io":"bob","r.example":"ann"}"# + "\n")

        let erased = try call(home, "erase", "r.example")
        #expect(erased.succeeded && erased.output.text.isEmpty)
        #expect(erased.errorOutput.text.contains("auth.json still has credentials for r.example"))
        #expect(try call(home, "get", "r.example").output.text == found)
        // Docker's own file is left alone.
        #expect(try home.succeed("cat .docker/config.json") == #"{"credsStore":"creds"}"# + "\n")
    }

    @Test func `the primary is the one that a variable or Docker's config file names`() throws {
        for (config, variables) in [
            (#"{"credHelpers":{"r.example":"other"},"credsStore":"creds"}"#, [:]), (#"{"credsStore":"other"}"#, [:]),
            (#"{"credsStore":"creds"}"#, ["DOCKER_CREDENTIAL_CREDS_STORE": "other"]),
        ] as [(String, [String: String])] {
            let home = try Self.home(config)
            try home.succeed(
                "printf '#!/bin/sh\\necho \"$1 $(cat)\" >> $HOME/calls\\n' > bin/docker-credential-other; chmod +x bin/docker-credential-other"
            )
            let request = #"{"ServerURL":"r.example","Username":"ann","Secret":"hunter2"}"#
            #expect(try call(home, "store", request, variables).succeeded)
            #expect(try home.succeed("cat calls").contains("store {"), "\(config)")
            #expect(try home.helper("list").output.text == "{}\n")
        }
    }

    @Test func `a loop through another helper, or through the variable, is an error that is named`() throws {
        let home = try Self.home(#"{"credsStore":"creds"}"#)
        try home.succeed(
            "printf '#!/bin/sh\\nexec docker-credential-creds \"$@\"\\n' > bin/docker-credential-round; chmod +x bin/docker-credential-round"
        )
        for (name, action) in [("creds", "get"), ("round", "get"), ("creds", "store"), ("round", "store")] {
            let input = action == "get" ? "r.example" : #"{"ServerURL":"r.example","Username":"a","Secret":"b"}"#
            let outcome = try call(home, action, input, ["DOCKER_CREDENTIAL_CREDS_STORE": name])
            #expect(outcome.termination == .exited(1))
            #expect(outcome.output.text.contains("loop"), "\(name) \(action): \(outcome.output.text)")
        }
        // Named in podman's files, it means the same as in Docker's.
        try home.succeed(
            """
            mkdir -p .config/containers
            echo '{"credHelpers":{"r.example":"creds"}}' > .config/containers/auth.json
            """
        )
        #expect(try call(home, "get", "r.example").output.text == Self.notFound)
    }

    @Test func `a primary that is not installed does not stop a pull of a public image, unless strict`() throws {
        let home = try Self.home(#"{"credsStore":"creds"}"#)
        let absent = ["DOCKER_CREDENTIAL_CREDS_STORE": "absent"]
        let lenient = try call(home, "get", "r.example", absent)
        #expect(lenient.output.text == Self.notFound)
        #expect(lenient.errorOutput.text.contains("docker-credential-absent not found in PATH"))
        let strict = try call(home, "get", "r.example", absent.merging(["DOCKER_CREDENTIAL_STRICT": "1"]) { $1 })
        #expect(strict.termination == .exited(1) && strict.output.text.contains("not found in PATH"))
        let request = #"{"ServerURL":"r.example","Username":"ann","Secret":"hunter2"}"#
        #expect(try call(home, "store", request, absent).termination == .exited(1))
    }

    @Test(.requires("podman", "docker", "docker-registry", "htpasswd", "skopeo", "curl", "python3"))
    func `docker uses podman's login for a registry, and podman's stays after docker's logout`() throws {
        let home = try Self.home(#"{"credsStore":"creds"}"#)
        let registry = try LoopbackRegistry(in: home)
        let path = Self.path(home)
        try home.succeed(
            """
            mkdir -p .config/containers run; export XDG_RUNTIME_DIR=$HOME/run
            printf %s '\(LoopbackRegistry.password)' |
                podman login --tls-verify=false --authfile .config/containers/auth.json \
                    -u \(LoopbackRegistry.username) --password-stdin \(registry.address)
            """
        )
        // The manifest is read by the docker client itself, so no engine is needed.
        let inspect = "docker manifest inspect --insecure \(registry.address)/demo:1"
        #expect(try home.succeed(inspect, path).contains(#""schemaVersion": 2"#))
        #expect(try !home.shell(inspect, ["DOCKER_CONFIG": "\(home.root)/other"]).succeeded)
        // A login as docker makes it is stored by the primary, and a logout removes it there.
        try home.succeed("docker-creds logout \(registry.address)", path)
        #expect(try !home.shell(inspect, path).succeeded)
        try home.succeed(
            """
            printf %s '\(LoopbackRegistry.password)' |
                docker-creds login --plain-http -u \(LoopbackRegistry.username) --password-stdin \(registry.address)
            """,
            path
        )
        #expect(try home.helper("list").output.text.contains(registry.address))
        #expect(try home.succeed(inspect, path).contains(#""schemaVersion": 2"#))
        try home.succeed("docker logout \(registry.address)", path)
        #expect(try home.helper("list").output.text == "{}\n")
    }
}
