import RegistryDiagnostics
import Testing

/// What the error hook says after errors of docker 28 and 29, word for word.
@Suite struct NextStepsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let command: String
        let error: String
        var facts = QuickFacts()
        let lines: [String]
        var testDescription: String { "\(command): \(error.prefix(80))" }

        init(_ command: String, _ error: String, _ facts: QuickFacts = QuickFacts(), says lines: String...) {
            self.command = command
            self.error = error
            self.facts = facts
            self.lines = lines
        }
    }

    private static let missing = [
        "The config file names docker-credential-desktop, which is not installed.",
        "Set up another helper: docker creds setup",
    ]
    private static let noBus = [
        "There is no session bus, and so no keyring.", "Keep logins in an encrypted file: docker creds setup file",
    ]
    private static let noStore = [
        "There is no password store.", "Create one, and set up pass: docker creds setup pass",
    ]
    private static let locked = [
        "The keyring is locked.",
        "Unlock it in the desktop session, or keep logins in an encrypted file: docker creds setup file",
    ]

    private static func getting(_ output: String) -> String {
        "error getting credentials - err: exit status 1, out: `\(output)`"
    }

    private static let helpers = [
        Case(
            "pull",
            "error getting credentials - err: exec: \"docker-credential-desktop\": executable file not found in $PATH, out: ``",
            says: missing[0],
            missing[1]
        ),
        Case("compose", "exited with code 1", QuickFacts(missingHelpers: ["desktop"]), says: missing[0], missing[1]),
        Case(
            "login",
            "Error saving credentials: error storing credentials - err: exit status 1, out: `Cannot autolaunch D-Bus without X11 $DISPLAY`",
            says: noBus[0],
            noBus[1]
        ),
        Case("build", "exit status 1", QuickFacts(helper: "secretservice", keyring: .noBus), says: noBus[0], noBus[1]),
        Case(
            "pull",
            getting("The name org.freedesktop.secrets was not provided by any .service files"),
            says: "No keyring is running.",
            noBus[1]
        ),
        Case("pull", getting("Cannot create an item in a locked collection"), says: locked[0], locked[1]),
        Case("pull", getting(""), QuickFacts(helper: "secretservice", keyring: .locked), says: locked[0], locked[1]),
        Case(
            "login",
            "Error saving credentials: error storing credentials - err: exit status 1, out: `pass not initialized: exit status 1: Error: password store is empty. Try \"pass init\".`",
            says: noStore[0],
            noStore[1]
        ),
        Case(
            "compose",
            "exited with code 17",
            QuickFacts(helper: "pass", hasPasswordStore: false),
            says: noStore[0],
            noStore[1]
        ),
        Case(
            "pull",
            getting("exit status 2: gpg: decryption failed: No secret key"),
            says: "gpg cannot open the password store here.",
            "Unlock its key on a terminal: docker creds get REGISTRY"
        ),
        Case(
            "login",
            "Error saving credentials: error storing credentials - err: exit status 1, out: `not implemented`",
            says: "The credential helper for this registry supplies credentials and stores none.",
            "No login is needed. Check it with: docker creds verify"
        ),
        Case("pull", getting("strange"), says: "Find out what the credential helper needs: docker creds doctor"),
    ]

    private static let hub = QuickFacts(registries: ["https://index.docker.io/v1/"])
    private static let ghcr = QuickFacts(registries: ["ghcr.io"])

    private static let registries = [
        Case(
            "pull",
            "Error response from daemon: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit",
            says: "Docker Hub allows more pulls after a login, and you are not logged in.",
            "Log in: docker creds login"
        ),
        Case(
            "pull",
            "Error response from daemon: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit",
            hub,
            says: "This is the rate limit of your Docker Hub account.",
            "Try again later, or use another account"
        ),
        Case(
            "pull",
            "Error response from daemon: pull access denied for ann/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
            says: "You are not logged in to Docker Hub.",
            "Log in: docker creds login"
        ),
        Case(
            "push",
            "push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
            says: "docker is not allowed to push to this namespace.",
            "See which login it uses: docker creds list"
        ),
        Case(
            "pull",
            #"Error response from daemon: Head "https://ghcr.io/v2/team/app/manifests/latest": unauthorized"#,
            QuickFacts(helper: "file"),
            says: "docker has no login for ghcr.io, or one that may not do this.",
            "See which: docker creds get ghcr.io"
        ),
        Case(
            "pull",
            "toomanyrequests: You have reached your pull rate limit. https://www.docker.com/increase-rate-limit",
            QuickFacts(helper: "file"),
            says: "Docker Hub allows more pulls after a login.",
            "See whether there is one: docker creds get docker.io"
        ),
        Case(
            "push",
            #"Error response from daemon: failed to do request: Head "https://ghcr.io/v2/team/app/blobs/sha256:00": denied: permission_denied: write_package"#,
            ghcr,
            says: "The login for ghcr.io may not push to this namespace.",
            "See which user it is: docker creds get ghcr.io"
        ),
        Case(
            "pull",
            #"Error response from daemon: Head "https://ghcr.io/v2/team/app/manifests/latest": unauthorized"#,
            says: "You are not logged in to ghcr.io.",
            "Log in: docker creds login ghcr.io"
        ),
        Case(
            "pull",
            #"Error response from daemon: Head "https://ghcr.io/v2/team/app/manifests/latest": denied: denied"#,
            ghcr,
            says: "The login for ghcr.io may not read this image, or the image does not exist.",
            "See which user it is: docker creds get ghcr.io"
        ),
        Case(
            "pull",
            #"Error response from daemon: Get "https://registry.example:5000/v2/app/manifests/1": no basic auth credentials"#,
            says: "You are not logged in to registry.example:5000.",
            "Log in: docker creds login registry.example:5000"
        ),
        Case(
            "pull",
            #"Error response from daemon: Head "https://ghcr.io/v2/a/b/manifests/1": unauthorized"#,
            QuickFacts(sudoUser: "ann", sudoUserRegistries: ["ghcr.io"]),
            says: "docker runs as root and does not read the logins of ann.",
            "Run it without sudo, or log in as root: sudo docker creds login ghcr.io"
        ),
        Case(
            "login",
            #"Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password"#,
            says: "The registry rejected the user name or the password.",
            "Many registries take a token in place of the password: see the registry's settings"
        ),
        Case(
            "pull",
            #"Error response from daemon: Head "https://registry-1.docker.io/v2/library/alpine/manifests/latest": unauthorized: incorrect username or password"#,
            hub,
            says: "The registry rejects the saved login.",
            "Log in again: docker creds login"
        ),
        Case(
            "pull",
            "Error response from daemon: unauthorized: personal access token is expired",
            hub,
            says: "The saved token has expired.",
            "Log in again with a new one: docker creds login"
        ),
        Case(
            "pull",
            #"Error response from daemon: Get "https://registry.example/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority"#,
            says: "The registry's certificate is not trusted.",
            "Save its authority's certificate as /etc/docker/certs.d/registry.example/ca.crt"
        ),
        Case(
            "push",
            #"Get "https://10.0.0.5:5000/v2/": http: server gave HTTP response to HTTPS client"#,
            says: "The registry does not use TLS.",
            #"If that is intended, add "10.0.0.5:5000" to "insecure-registries" in /etc/docker/daemon.json"#
        ),
        Case(
            "pull",
            #"Error response from daemon: Head "https://ghcr.io/v2/a/b/manifests/1": unauthorized"#,
            QuickFacts(registries: ["ghcr.io"], hasAuthConfigVariable: true),
            says: "DOCKER_AUTH_CONFIG is set, and docker uses it instead of saved logins.",
            "Run: unset DOCKER_AUTH_CONFIG"
        ),
    ]

    @Test(arguments: helpers + registries)
    func `each cause has its own next step`(example: Case) {
        let lines = NextSteps(after: FailedCommand(name: example.command, error: example.error), example.facts).lines
        #expect(lines == example.lines)
        #expect(lines.count <= 2)
    }

    @Test(arguments: [
        "", "exited with code 1", "exit status 125",
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
        "Error response from daemon: manifest for alpine:nope not found: manifest unknown: manifest unknown",
        #"Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused"#,
        "no such file or directory", "permission denied while trying to connect to the Docker daemon socket",
    ])
    func `nothing is said if the login is not the cause`(error: String) {
        #expect(NextSteps(after: FailedCommand(name: "pull", error: error), QuickFacts()).lines == [])
    }

    @Test func `a template of Go never passes through`() {
        let error = #"Head "https://{{.Host}}/v2/": unauthorized"#
        let facts = QuickFacts(missingHelpers: ["{{command}}"], sudoUser: "{{command}}", sudoUserRegistries: ["x"])
        for text in [error, "exit status 1", #"Head "https://a{{b/v2/": no basic auth credentials"#] {
            let lines = NextSteps(after: FailedCommand(name: "pull", error: text), facts).lines
            #expect(!lines.joined().contains("{{"), "\(lines)")
        }
    }

    @Test(arguments: [
        "", "[]", "{", "null", #"{"RootCmd":"#, "{}", #"{"RootCmd": 1, "CommandError": []}"#,
        #"{"RootCmd":"pull","Flags":{"all":"true"},"New":{"a":[1]},"CommandError":"denied: denied"}"#,
    ])
    func `a request is read leniently`(argument: String) {
        let command = FailedCommand(hookArgument: argument)
        #expect(
            command == nil || command?.name == "" || command == FailedCommand(name: "pull", error: "denied: denied")
        )
    }
}
