import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Root in another user's home directory, and files that another user prepared.
@Suite(.requiresRoot, .requires("setpriv")) struct OtherUsersTests {
    /// A user ID that need not have a name.
    private static let ann = 12345
    private static let asAnn = "setpriv --reuid \(ann) --regid \(ann) --clear-groups"
    private static let request = #"{"ServerURL":"h","Username":"u","Secret":"s"}"#

    @Test func `a store by root in another user's home is readable by both and owned by that user`() throws {
        let home = try Sandbox()
        try home.succeed("chown \(Self.ann):\(Self.ann) .")
        try home.store("h", "u", "s")
        let foreign = try home.succeed("find . ! -user \(Self.ann) -o ! -group \(Self.ann)")
        #expect(foreign.isEmpty, "\(foreign)")
        #expect(try home.helper("get", "h").output.text.contains(#""Secret":"s""#))
        let answer = try home.succeed("printf h | \(Self.asAnn) docker-credential-file get")
        #expect(answer.contains(#""Secret":"s""#))
        try home.succeed(
            "printf '\(Self.request.replacing("\"h\"", with: "\"g\""))' | \(Self.asAnn) docker-credential-file store"
        )
        #expect(try home.helper("list").output.text == #"{"g":"u","h":"u"}"# + "\n")
    }

    @Test func `a plain-text store by root in another user's directory is owned by that user`() throws {
        let home = try Sandbox()
        try home.succeed("chown \(Self.ann) .; mkdir -m 700 .docker; chown \(Self.ann):\(Self.ann) .docker")
        let variables = ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/.docker/config.json"]
        try home.store("h", "u", "s", variables)
        #expect(try home.succeed("stat -c %u .docker/config.json") == "\(Self.ann)\n")
        #expect(try home.helper("get", "h", variables).succeeded)
    }

    @Test(arguments: [
        "mkdir -p -m 700 .local/state/docker-credential-file; chmod 755 .local/state/docker-credential-file",
        "mkdir -p .local/state; mkdir -m 777 .local/state/docker-credential-file",
        "mkdir -p .local/state; chmod 777 .local/state",
        "mkdir -p .local/state; mkdir -m 777 keys; ln -s $HOME/keys .local/state/docker-credential-file",
        "mkdir -p .local/share; chmod 777 .local/share",
        "mkdir -p -m 700 .local/share/docker-credential-file; chown \(ann) .local/share/docker-credential-file",
    ])
    func `a first store into an unsafe directory is refused before anything is written`(
        layout: String
    ) throws {
        let home = try Sandbox()
        try home.succeed("umask 022; \(layout)")
        let before = try home.succeed("find . | sort")
        let outcome = try home.helper("store", Self.request)
        #expect(outcome.termination == .exited(1), "\(outcome.errorOutput.text)")
        #expect(outcome.errorOutput.text.contains(#/chmod|chown/#), "\(outcome.errorOutput.text)")
        #expect(try home.succeed("find . | sort") == before)
    }

    @Test(.requires("age-keygen"), arguments: ["IDENTITY", "PASSPHRASE_FILE", "RECIPIENTS"])
    func `a file in or below a directory that others can write to is refused`(variable: String) throws {
        for directory in ["open", "open/closed"] {
            let home = try Sandbox()
            try home.succeed(
                """
                mkdir -p open/closed; age-keygen -o key 2>/dev/null; age-keygen -y key > public; echo horse > passphrase
                cp \(variable == "IDENTITY" ? "key" : variable == "RECIPIENTS" ? "public" : "passphrase") \(directory)/file
                chmod 600 \(directory)/file; chmod 777 open
                """
            )
            let outcome = try home.helper(
                "store",
                Self.request,
                ["DOCKER_CREDENTIAL_FILE_\(variable)": "\(home.root)/\(directory)/file"]
            )
            #expect(outcome.termination == .exited(1))
            #expect(outcome.errorOutput.text.contains("-w '\(home.root)/open'"), "\(outcome.errorOutput.text)")
            #expect(try home.succeed("ls -A .") == "key\nopen\npassphrase\npublic\n")
        }
    }

    @Test(arguments: [
        "ln -s victim shared/auth.json; printf '{}' > shared/victim; chmod 600 shared/victim",
        "ln -s nothing shared/auth.json",
        "mkdir -m 700 shared/elsewhere; ln -s elsewhere shared/auth.json; ln -s nothing shared/elsewhere/file",
    ])
    func `another user's link in a sticky directory is not followed`(layout: String) throws {
        let home = try Sandbox()
        try home.succeed("mkdir shared; chmod 1777 shared; \(layout); chown -h \(Self.ann) shared/auth.json")
        let isDirectory = layout.contains("elsewhere")
        let path = "\(home.root)/shared/auth.json\(isDirectory ? "/file.json" : "")"
        let before = try home.succeed("find shared -type f -size +1c")
        for (action, input) in [("store", Self.request), ("get", "h"), ("list", "")] {
            let outcome = try home.helper(action, input, ["DOCKER_CREDENTIAL_FILE_PATH": path])
            #expect(outcome.termination == .exited(1), "\(action)")
            #expect(outcome.output.text.contains("symbolic link of another user"), "\(outcome.output.text)")
        }
        #expect(try home.succeed("find shared -type f -size +1c") == before)
        try home.succeed("chown -h 0 shared/auth.json")
        #expect(try home.helper("store", Self.request, ["DOCKER_CREDENTIAL_FILE_PATH": path]).succeeded)
    }

    @Test(.requires("age-keygen")) func `root's key is used if only this user can read it, else refused with a remedy`()
        throws
    {
        let home = try Sandbox()
        try home.succeed(
            """
            chmod 755 .; mkdir -m 755 secrets; mkdir -m 700 store; age-keygen -o secrets/key 2>/dev/null; chown \(Self.ann) store
            """
        )
        let variables = [
            "DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/store/credentials.age",
            "DOCKER_CREDENTIAL_FILE_IDENTITY": "\(home.root)/secrets/key", "HOME": home.root.string,
        ]
        let store = "printf '\(Self.request)' | \(Self.asAnn) docker-credential-file store 2>&1"
        // Readable by a group of the process, as with Kubernetes' fsGroup.
        try home.succeed("chown 0:\(Self.ann) secrets/key; chmod 440 secrets/key; \(store)", variables)
        // Readable by all users of the machine.
        let refused = try home.shell("chown 0:0 secrets/key; chmod 444 secrets/key; \(store)", variables)
        #expect(!refused.succeeded)
        #expect(refused.output.text.contains("install -m 600 '\(home.root)/secrets/key' ~/"), "\(refused.output.text)")
        #expect(!refused.output.text.contains("Run: chmod"), "\(refused.output.text)")
        // The remedy, run by the user.
        try home.succeed(
            "cd store; \(Self.asAnn) install -m 600 \(home.root)/secrets/key mine; cd ..; \(store)",
            variables.merging(["DOCKER_CREDENTIAL_FILE_IDENTITY": "\(home.root)/store/mine"]) { $1 }
        )
        // The same file, mounted for this container alone.
        try home.succeed("touch mounted; mount --bind secrets/key mounted")
        defer { _ = try? home.shell("umount mounted") }
        try home.succeed(
            "\(store)",
            variables.merging(["DOCKER_CREDENTIAL_FILE_IDENTITY": "\(home.root)/mounted"]) { $1 }
        )
    }
}
