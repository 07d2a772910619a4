import SystemSupport
import TestSupport
import Testing

/// Links, concurrent writers, and key files that others could change.
@Suite struct StoreAccessTests {
    @Test func `a store whose link changes during the wait for the lock loses no entry`() throws {
        let home = try Sandbox()
        let variables = ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/link.json"]
        try home.store("a", "u", "s", ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/a.json"])
        try home.store("b", "u", "s", ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/b.json"])
        let request = #"{"ServerURL":"n","Username":"u","Secret":"s"}"#
        try home.succeed(
            """
            ln -s a.json link.json
            exec 9<> a.json.lock; flock 9
            { printf '\(request)' | docker-credential-file store; } 2> /dev/null 9>&- & process=$!
            sleep 0.5; ln -sfn b.json link.json; exec 9>&-
            wait $process
            """,
            variables
        )
        #expect(
            try home.helper("list", "", ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/a.json"]).output.text
                == #"{"a":"u"}"# + "\n"
        )
        #expect(try home.helper("list", "", variables).output.text == #"{"b":"u","n":"u"}"# + "\n")
    }

    @Test func `a directory that others can write to is refused, on both sides of a link`() throws {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        try home.succeed(
            "mkdir -m 755 elsewhere; mv \(home.store) elsewhere/; ln -s $HOME/elsewhere/credentials.age \(home.store)"
        )
        #expect(try home.helper("get", "h").succeeded)
        try home.succeed("chmod 777 elsewhere")
        #expect(try home.helper("get", "h").errorOutput.text.contains("chmod go-w"))
        try home.succeed("chmod 755 elsewhere; chmod 777 $(dirname \(home.store))")
        #expect(try home.helper("get", "h").errorOutput.text.contains("chmod 700"))
    }

    @Test(.requires("age-keygen")) func `a recipients file that others can write to is refused`() throws {
        try checkRecipients(damagedBy: "chmod 666 recipients")
    }

    @Test(.requires("age-keygen"), .requiresRoot) func `a recipients file of another user is refused`() throws {
        try checkRecipients(damagedBy: "chown 12345 recipients")
    }

    private func checkRecipients(damagedBy damage: String) throws {
        let home = try Sandbox()
        try home.succeed("age-keygen 2>/dev/null | age-keygen -y > recipients; \(damage)")
        let variables = ["DOCKER_CREDENTIAL_FILE_RECIPIENTS": "\(home.root)/recipients"]
        let outcome = try home.helper("store", #"{"ServerURL":"h","Username":"u","Secret":"s"}"#, variables)
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.contains("recipients"))
        #expect(try home.succeed("ls -A") == "recipients\n")
    }

    @Test func `a key directory that others can read is refused`() throws {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        try home.succeed("chmod 755 $(dirname \(home.identity))")
        let outcome = try home.helper("get", "h")
        #expect(outcome.termination == .exited(1))
        #expect(outcome.errorOutput.text.contains("chmod 700"))
    }

    @Test(arguments: ["DOCKER_CREDENTIAL_FILE_RECIPIENTS", "DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE"])
    func `a failed first store creates nothing`(variable: String) throws {
        let home = try Sandbox()
        let outcome = try home.helper(
            "store",
            #"{"ServerURL":"h","Username":"u","Secret":"s"}"#,
            [variable: "\(home.root)/nowhere"]
        )
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.contains("nowhere"))
        #expect(try home.succeed("ls -A").isEmpty)
    }

    @Test func `a directory as the store path is an error without advice to change its mode`() throws {
        let home = try Sandbox()
        try home.succeed("mkdir -m 755 folder")
        let outcome = try home.helper(
            "store",
            #"{"ServerURL":"h","Username":"u","Secret":"s"}"#,
            ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/folder"]
        )
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.contains("folder") && outcome.output.text.contains("directory"))
        #expect(!outcome.errorOutput.text.contains("chmod"))
    }

    @Test(.requires("expect")) func `an erase prompts for the passphrase once`() throws {
        let home = try Sandbox()
        try home.succeed("umask 077; echo horse > passphrase")
        try home.store("h", "u", "s", ["DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE": "\(home.root)/passphrase"])
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn sh -c "printf h | docker-credential-file erase"
                expect "Passphrase"; send "horse\\r"; expect eof; set status [wait]; puts "status [lindex $status 3]"'
            """
        )
        #expect(dialogue.contains("status 0"), "\(dialogue)")
        #expect(dialogue.ranges(of: "Passphrase for").count == 1, "\(dialogue)")
    }
}
