import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Following the advice of each error fixes it.
@Suite(.requires("age-keygen")) struct AdviceTests {
    struct Trouble: CustomTestStringConvertible, Sendable {
        let name: String
        let damage: String
        /// The helper's variables until the error is fixed; `%` is the home directory.
        var variables: [String: String] = [:]
        /// A verbatim part of the advice.
        let advice: String
        /// The commands that follow the advice; nil to run the command after its colon.
        var cure: String?
        var testDescription: String { name }
    }

    private static let key = ".local/state/docker-credential-file/identity.txt"
    private static let store = ".local/share/docker-credential-file/credentials.age"
    private static let logIn = #"printf '{"ServerURL":"h","Username":"u","Secret":"s"}' | docker-credential-file store"#

    private static let passphrase = "DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE"
    private static let recipients = "DOCKER_CREDENTIAL_FILE_RECIPIENTS"
    /// Replaces the store by one with a passphrase.
    private static let protect =
        "rm -r .local; umask 077; printf 'correct horse' > passphrase; (export \(passphrase)=$PWD/passphrase; \(logIn))"

    /// Writes the settings file with an `identityCommand`.
    private static func command(_ arguments: String) -> String {
        """
        umask 077; mkdir -p .config/docker-credential-file
        printf '{"identityCommand":[\(arguments)]}' > .config/docker-credential-file/settings.json
        """
    }

    private static let troubles = [
        Trouble(name: "mode of the store", damage: "chmod 644 \(store)", advice: "Run: chmod 600 "),
        Trouble(name: "mode of the key", damage: "chmod 640 \(key)", advice: "Run: chmod 600 "),
        Trouble(name: "mode of a directory", damage: "chmod 755 $(dirname \(key))", advice: "Run: chmod 700 "),
        Trouble(name: "mode above a directory", damage: "chmod 777 .local/share", advice: "-w "),
        Trouble(name: "owner of the store", damage: "chown 12345 \(store)", advice: "Run: sudo chown "),
        Trouble(
            name: "missing key, restored",
            damage: "mv \(key) saved",
            advice: "Restore the key file from a backup",
            cure: "mv saved \(key)"
        ),
        Trouble(
            name: "missing key, started over",
            damage: "rm \(key)",
            advice: "to start over, move the store away and log in again",
            cure: "mv \(store) away; \(logIn)"
        ),
        Trouble(
            name: "damaged store",
            damage: "echo '{}' > \(store)",
            advice: "move it away and log in again",
            cure: "mv \(store) away; \(logIn)"
        ),
        Trouble(
            name: "another key",
            damage: "mv \(key) saved; age-keygen -o \(key) 2>/dev/null",
            advice: "Name the key file that belongs to the store in DOCKER_CREDENTIAL_FILE_IDENTITY",
            cure: "export DOCKER_CREDENTIAL_FILE_IDENTITY=$PWD/saved"
        ),
        Trouble(
            name: "damaged key",
            damage: "cp -p \(key) saved; echo rubbish > \(key)",
            advice: "Restore it from a backup",
            cure: "cp -p saved \(key)"
        ),
        Trouble(
            name: "missing recipients",
            damage: ":",
            variables: ["DOCKER_CREDENTIAL_FILE_RECIPIENTS": "/nowhere/recipients"],
            advice: "unset DOCKER_CREDENTIAL_FILE_RECIPIENTS",
            cure: "unset DOCKER_CREDENTIAL_FILE_RECIPIENTS"
        ),
        Trouble(
            name: "missing recipients, created",
            damage: ":",
            variables: [recipients: "%/recipients"],
            advice: "Create it, or unset the variable that names it: unset \(recipients)",
            cure: "age-keygen -y \(key) > recipients"
        ),
        Trouble(
            name: "recipients file without keys",
            damage: "echo rubbish > recipients",
            variables: [recipients: "%/recipients"],
            advice: "Write one age1… key on each line",
            cure: "age-keygen -y \(key) > recipients"
        ),
        Trouble(
            name: "mode of the recipients",
            damage: "age-keygen -y \(key) > recipients; chmod 666 recipients",
            variables: [recipients: "%/recipients"],
            advice: "Run: chmod go-w "
        ),
        Trouble(
            name: "another key, started over",
            damage: "rm \(key); age-keygen -o \(key) 2>/dev/null",
            advice: "To start over, move the store away and log in again",
            cure: "mv \(store) away; \(logIn)"
        ),
        Trouble(
            name: "damaged store, restored",
            damage: "cp -p \(store) saved; echo '{}' > \(store)",
            advice: "Restore it from a backup",
            cure: "cp -p saved \(store)"
        ),
        Trouble(
            name: "command for the key that fails",
            damage: command(#""/bin/false""#),
            advice: #"Run the "identityCommand" of the settings file in a shell to see why"#,
            cure: command(#""/bin/cat","'$PWD/\#(key)'""#)
        ),
        Trouble(
            name: "command for the key that prints another text",
            damage: command(#""/bin/echo","rubbish""#),
            advice: #"Run the "identityCommand" of the settings file in a shell: it must print"#,
            cure: command(#""/bin/cat","'$PWD/\#(key)'""#)
        ),
        Trouble(
            name: "no passphrase",
            damage: protect,
            advice: "Name a file that holds the passphrase in \(passphrase)",
            cure: "export \(passphrase)=$PWD/passphrase"
        ),
        Trouble(
            name: "missing passphrase file",
            damage: "\(protect); mv passphrase saved",
            variables: [passphrase: "%/passphrase"],
            advice: "Create it, or unset the variable that names it: unset \(passphrase)",
            cure: "cp -p saved passphrase"
        ),
        Trouble(
            name: "wrong passphrase",
            damage: "\(protect); cp -p passphrase saved; echo wrong > passphrase",
            variables: [passphrase: "%/passphrase"],
            advice: "Check the passphrase and try again",
            cure: "cp -p saved passphrase"
        ),
        Trouble(
            name: "recipients beside a passphrase",
            damage: "\(protect); age-keygen 2>/dev/null | age-keygen -y > recipients",
            variables: [passphrase: "%/passphrase", recipients: "%/recipients"],
            advice: "Unset \(recipients)",
            cure: "unset \(recipients)"
        ),
        Trouble(
            name: "relative path",
            damage: ":",
            variables: ["DOCKER_CREDENTIAL_FILE_PATH": "~/x.age"],
            advice: "Set DOCKER_CREDENTIAL_FILE_PATH to a path that begins with",
            cure: "export DOCKER_CREDENTIAL_FILE_PATH=$HOME/\(store)"
        ),
    ]

    @Test(arguments: troubles.filter { !$0.damage.contains("chown") })
    func `following the advice fixes the error`(trouble: Trouble) throws { try check(trouble) }

    @Test(.requiresRoot, arguments: troubles.filter { $0.damage.contains("chown") })
    func `following the advice fixes the owner of a file`(trouble: Trouble) throws { try check(trouble) }

    private func check(_ trouble: Trouble) throws {
        let home = try Sandbox()
        let variables = trouble.variables.mapValues { $0.replacing("%", with: home.root.string) }
        try home.store("h", "u", "s")
        try home.succeed(trouble.damage)
        // A store, which needs everything that the other verbs need.
        let outcome = try home.helper("store", #"{"ServerURL":"g","Username":"u","Secret":"s"}"#, variables)
        #expect(outcome.termination == .exited(1), "\(trouble.name)")
        let line = outcome.errorOutput.text.split(separator: "\n").first { $0.contains(trouble.advice) }
        let advice = try #require(line, "\(trouble.name): \(outcome.errorOutput.text)")
        let command = advice.split(separator: "Run: ").last.map(String.init)?.replacing("sudo ", with: "") ?? ""
        let answer = try home.succeed(
            "\(trouble.cure ?? command); printf h | docker-credential-file get",
            variables
        )
        #expect(answer.contains(#""Secret":"s""#), "\(trouble.name)")
    }

    @Test(arguments: [#"{"auths": []}"#, #"{"auths": 5}"#, "[]", #""x""#])
    func `every verb reports a document of the wrong shape as damaged`(document: String) throws {
        let home = try Sandbox(["DOCKER_CREDENTIAL_FILE_PATH": "/tmp"])
        let variables = ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/auth.json"]
        try home.succeed("umask 077; printf '%s' '\(document)' > auth.json")
        for (action, input) in [
            ("get", "h"), ("list", ""), ("erase", "h"), ("store", #"{"ServerURL":"h","Username":"u"}"#),
        ] {
            let outcome = try home.helper(action, input, variables)
            #expect(outcome.termination == .exited(1), "\(action)")
            #expect(outcome.output.text.contains(#/auth.json is damaged/#), "\(action): \(outcome.output.text)")
        }
        #expect(try home.succeed("cat auth.json") == document)
    }

    @Test(arguments: ["\"text\"", "5", "[]", #"{"auth":"%"}"#, #"{"auth":7}"#])
    func `the advice for a damaged entry, a new login, replaces it`(entry: String) throws {
        let home = try Sandbox()
        let variables = ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/auth.json"]
        try home.succeed("umask 077; printf '%s' '{\"auths\":{\"h\":\(entry)}}' > auth.json")
        let outcome = try home.helper("get", "h", variables)
        #expect(
            outcome.errorOutput.text.contains("Log in again, which replaces the entry"),
            "\(outcome.errorOutput.text)"
        )
        try home.store("h", "u", "s", variables)
        #expect(try home.helper("get", "h", variables).output.text.contains(#""Secret":"s""#))
    }
}
