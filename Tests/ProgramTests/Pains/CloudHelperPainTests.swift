import SystemSupport
import TestSupport
import Testing

/// Pain 15 with a real helper of a cloud provider: amazon-ecr-credential-helper, and the tokens that it has cached.
@Suite(.serialized, .requires("docker-credential-ecr-login", "python3", "expect")) struct CloudHelperPainTests {
    private static let registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com"

    /// A home directory with a config file, and with a token of the provider if wanted.
    private static func home(_ configuration: String, hasToken: Bool = true) throws -> Sandbox {
        // The helper asks no network for a token that it has.
        let home = try Sandbox([
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": hasToken ? "key" : "",
            "AWS_SECRET_ACCESS_KEY": hasToken ? "secret" : "",
        ])
        try home.succeed("mkdir -m 700 .docker .ecr; umask 077; echo '\(configuration)' > .docker/config.json")
        guard hasToken else { return home }
        try home.succeed(
            """
            python3 - <<'END' > .ecr/cache.json
            import base64, datetime, hashlib, json
            # The keys of ecr-login/cache/build.go; version 0.6 appends the digest of nothing to the name of the access key.
            name = base64.b64encode(b"key" + hashlib.md5(b"").digest()).decode()
            time = lambda hours: (datetime.datetime.utcnow() + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
            entry = {"AuthorizationToken": base64.b64encode(b"AWS:t0ken").decode(), "RequestedAt": time(0),
                "ExpiresAt": time(12), "ProxyEndpoint": "https://\(registry)", "Service": "ecr"}
            public = {**entry, "ProxyEndpoint": "public.ecr.aws", "Service": "ecr-public"}
            print(json.dumps({"Version": "1.0", "Registries": {
                f"us-east-1-{name}-123456789012": entry, f"us-east-1-{name}-": entry, f"ecr-public-{name}": public}}))
            END
            """
        )
        return home
    }

    @Test func `a registry whose helper supplies the token needs no login`() throws {
        let home = try Self.home(#"{"credHelpers": {"\#(Self.registry)": "ecr-login"}}"#)
        #expect(
            try home.succeed("docker-creds login \(Self.registry) < /dev/null")
                == "No login needed: docker-credential-ecr-login supplies credentials for \(Self.registry).\n"
        )
        #expect(
            try home.succeed("docker-creds get --show-secret \(Self.registry)/app:1").contains("t0ken")
        )
        let doctor = try home.shell("docker-creds doctor")
        #expect(doctor.output.text.hasSuffix("\nNo problem found.\n"), "\(doctor.output.text)")
    }

    @Test func `without access to the provider a login says so, and asks for no password`() throws {
        let home = try Self.home(#"{"credHelpers": {"\#(Self.registry)": "ecr-login"}}"#, hasToken: false)
        for options in ["", "-u ann --password-stdin"] {
            let outcome = try home.shell("docker-creds login \(options) \(Self.registry) < /dev/null")
            #expect(outcome.termination == .exited(1))
            let words = "docker-credential-ecr-login stores no logins, and supplies no credential for"
            #expect(outcome.errorOutput.text.contains(words), "\(outcome.errorOutput.text)")
        }
    }

    @Test func `as the helper of all registries it is found, and named for its own registries only`() throws {
        let home = try Self.home(#"{"auths": {"public.ecr.aws": {}}, "credsStore": "ecr-login"}"#)
        let found = try home.shell("docker-creds doctor").output.text
        #expect(found.contains("C13 problem: credsStore names ecr-login, which cannot store a login"), "\(found)")
        let fixed = try home.shell("docker-creds doctor --fix --yes")
        #expect(fixed.output.text.hasSuffix("\nNo problem found.\n"), "\(fixed.output.text) \(fixed.errorOutput.text)")
        let config = try home.succeed("cat .docker/config.json")
        #expect(config.contains(#""credsStore": "file""#), "\(config)")
        #expect(config.contains(#""\#(Self.registry)": "ecr-login", "public.ecr.aws": "ecr-login""#), "\(config)")
        let login = "printf pw | docker-creds login --no-verify -u ann --password-stdin"
        try home.succeed("\(login) ghcr.io")
        #expect(try home.succeed("docker-creds get ghcr.io") == "ghcr.io: user ann, a password\n")
        #expect(try home.succeed("docker-creds get \(Self.registry)").contains("user AWS"))
    }

    @Test func `a login elsewhere offers another helper, which leaves the provider's registries alone`() throws {
        let home = try Self.home(#"{"credsStore": "ecr-login"}"#)
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn -noecho docker-creds login --no-verify -u ann ghcr.io
                expect {instead, because}; send "y\\r"
                expect -re "Password.*:"; send "pw\\r"; expect eof; lassign [wait] pid id os status; exit $status'
            """
        )
        #expect(dialogue.contains("docker-credential-ecr-login stores no logins"), "\(dialogue)")
        let config = try home.succeed("cat .docker/config.json")
        #expect(config.contains(#""credsStore": "file""#), "\(dialogue) \(config)")
        #expect(config.contains(#""\#(Self.registry)": "ecr-login""#), "\(config)")
        #expect(try home.succeed("docker-creds get ghcr.io") == "ghcr.io: user ann, a password\n")
        #expect(try home.succeed("docker-creds get \(Self.registry)").contains("user AWS"))
    }
}
