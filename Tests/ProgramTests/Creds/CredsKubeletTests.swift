import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// `docker-creds kubelet-provider`, run as a kubelet runs it.
@Suite struct CredsKubeletTests {
    private static let entry = #"{"auth":"YW5uOmh1bnRlcjI="}"#

    private static func request(_ image: String, _ version: String = "v1") -> String {
        #"{"apiVersion":"credentialprovider.kubelet.k8s.io/\#(version)","kind":"CredentialProviderRequest","#
            + #""image":"\#(image)"}"#
    }

    @Test(.requires("python3"))
    func `the configuration in the documentation works with the program under the provider's name`() throws {
        let home = try Sandbox()
        let page = try RegularFile.read(Repository.root.appending("docs/kubernetes.md"), limit: 1 << 20).bytes.text
        let blocks = page.components(between: "   ```yaml\n", and: "   ```\n")
        let configuration = try #require(blocks.first { $0.contains("kind: CredentialProviderConfig") })
        try home.succeed(
            "cat > config.yaml <<'END'\n\(configuration.replacing("/etc/kubernetes", with: "\(home.root)/etc"))END"
        )
        // Step 2 of the page, without a registry that verifies the login.
        try home.succeed(
            """
            mkdir -p etc/registry bin; chmod 700 etc/registry
            echo '{"credsStore": "file"}' > etc/registry/config.json
            export DOCKER_CREDENTIAL_FILE_PATH=$HOME/etc/registry/credentials.age
            export DOCKER_CREDENTIAL_FILE_IDENTITY=$HOME/etc/registry/identity.txt
            printf '%s' '{"ServerURL":"registry.example","Username":"robot","Secret":"hunter2"}' |
                docker-credential-file store
            """
        )
        // What a kubelet does: the name is the file's name, and the environment is its own with that of the file.
        try home.succeed(
            """
            cat > kubelet.py <<'END'
            import os, subprocess, sys, yaml
            config = yaml.safe_load(open("config.yaml"))
            assert config["apiVersion"] == "kubelet.config.k8s.io/v1" and config["kind"] == "CredentialProviderConfig"
            provider, = config["providers"]
            assert provider["matchImages"] and provider["defaultCacheDuration"] and provider["apiVersion"]
            name = sys.argv[1] if len(sys.argv) > 1 else provider["name"]
            os.symlink("\(BuiltPrograms.creds)", "bin/" + name)
            environment = {entry["name"]: entry["value"] for entry in provider["env"]}
            environment["PATH"] = "\(BuiltPrograms.directory):" + environment["PATH"]
            environment["SWIFT_BACKTRACE"] = "enable=no"
            request = '\(Self.request("registry.example/team/app"))'
            sys.exit(subprocess.run(["bin/" + name] + provider["args"], input=request.encode(), env=environment).returncode)
            END
            """
        )
        for name in ["", "registry-credentials"] {
            let output = try home.succeed("python3 kubelet.py \(name)")
            #expect(
                output == #"{"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1","#
                    + #""cacheKeyType":"Registry","auth":{"registry.example":{"username":"robot","password":"hunter2"}}}"#
                    + "\n"
            )
        }
    }

    @Test func `no credential and a locked store are answers, a broken file is not`() throws {
        let home = try Sandbox()
        let ask = "docker-creds kubelet-provider <<< '\(Self.request("r.example/app", "v1beta1"))'"
        let none =
            #"{"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1beta1","#
            + #""cacheKeyType":"Image","cacheDuration":"0s","auth":null}"# + "\n"
        let absent = try home.shell(ask)
        #expect(absent.succeeded && absent.output.text == none && absent.errorOutput.text.isEmpty)
        // The identity of the store is protected by a passphrase, and there is no terminal to ask on.
        try home.store("r.example", "ann", "hunter2")
        try home.succeed(
            """
            mkdir -m 700 .docker; echo '{"credsStore":"file"}' > .docker/config.json
            printf 'pass\\npass\\n' | docker-creds key protect --passphrase-stdin
            """
        )
        let locked = try home.shell(ask)
        #expect(locked.succeeded && locked.output.text == none, "\(locked.output.text)")
        #expect(locked.errorOutput.text.contains("its key is locked by a passphrase"), "\(locked.errorOutput.text)")
        try home.succeed("echo '{' > .docker/config.json")
        let broken = try home.shell(ask)
        #expect(broken.termination == .exited(1) && broken.output.text.isEmpty)
        #expect(broken.errorOutput.text.contains("config.json"))
    }

    @Test func `a token is refused on standard error`() throws {
        let home = try Sandbox()
        try home.succeed(
            #"""
            mkdir -m 700 .docker; umask 077
            echo '{"auths":{"r.example":{"auth":"YW5uOg==","identitytoken":"t0ken"}}}' > .docker/config.json
            """#
        )
        let outcome = try home.shell("docker-creds kubelet-provider <<< '\(Self.request("r.example/app"))'")
        #expect(outcome.succeeded && outcome.output.text.contains(#""auth":null"#))
        #expect(outcome.errorOutput.text.contains("the credential is an identity token"))
        #expect(!(outcome.output.text + outcome.errorOutput.text).contains("t0ken"))
    }

    @Test func `other input is an error that says what is wrong`() throws {
        let home = try Sandbox()
        for (input, problem) in [
            ("", "not a JSON object"), (Self.request("r.example/app", "v2"), "apiVersion"),
            (Self.request("https://r.example"), "invalid image reference"),
        ] {
            let outcome = try home.shell("docker-creds kubelet-provider <<< '\(input)'")
            #expect(outcome.termination == .exited(1) && outcome.output.text.isEmpty)
            #expect(outcome.errorOutput.text.hasPrefix("docker-creds: cannot answer the kubelet: "))
            #expect(outcome.errorOutput.text.contains(problem), "\(outcome.errorOutput.text)")
        }
    }
}

extension String {
    /// The parts of the text between two marks.
    fileprivate func components(between start: String, and end: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let first = rest.firstRange(of: start), let last = rest[first.upperBound...].firstRange(of: end) {
            parts.append(String(rest[first.upperBound..<last.lowerBound]))
            rest = rest[last.upperBound...]
        }
        return parts
    }
}
