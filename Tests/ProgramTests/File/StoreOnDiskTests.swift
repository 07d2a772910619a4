import SystemSupport
import TestSupport
import Testing

/// The files that docker-credential-file creates, and those that it refuses.
@Suite struct StoreOnDiskTests {
    @Test func `the first store creates a private key and a private encrypted store`() throws {
        let home = try Sandbox()
        let request = #"{"ServerURL":"https://h","Username":"u","Secret":"hunter2"}"#
        let outcome = try home.helper("store", request)
        #expect(outcome.succeeded)
        #expect(outcome.output.isEmpty)
        let notes = outcome.errorOutput.text.split(separator: "\n")
        #expect(notes.count == 1)
        #expect(notes.first?.contains("\(home.identity)") == true)
        let modes = try home.succeed("umask 0; find .local -printf '%M %P\\n' | sort")
        #expect(!modes.contains("rwxr") && !modes.contains("rw-r"), "\(modes)")
        #expect(try home.succeed("head -1 \(home.store)") == "age-encryption.org/v1\n")
        // In plain text a store would hold `u:hunter2` in base64.
        #expect(try home.succeed("grep -r -a -l -e hunter2 -e dTpodW50ZXIy . || true").isEmpty)
        let again = try home.helper("store", request)
        #expect(again.succeeded && again.errorOutput.isEmpty, "\(again.errorOutput.text)")
    }

    @Test func `modes do not depend on the umask`() throws {
        let home = try Sandbox()
        try home.succeed(
            """
            umask 0
            printf '{"ServerURL":"h","Username":"u","Secret":"s"}' | docker-credential-file store
            """
        )
        let open = try home.succeed(
            "find .local \\( -perm /077 -a ! -name .local -a ! -name share -a ! -name state \\)"
        )
        #expect(open.isEmpty, "\(open)")
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let name: String
        /// A change to the store after which every verb fails and changes nothing.
        let damage: String
        /// The expected error line.
        let message: String
        let remedy: String
        var testDescription: String { name }
    }

    private static let directory = ".local/share/docker-credential-file"
    private static let refusals = [
        Refusal(
            name: "a store that others can read",
            damage: "chmod 644 \(directory)/credentials.age",
            message: "other users have access to it (mode 0644)",
            remedy: "chmod 600"
        ),
        Refusal(
            name: "a store that the group can read",
            damage: "chmod 640 \(directory)/credentials.age",
            message: "other users have access to it (mode 0640)",
            remedy: "chmod 600"
        ),
        Refusal(
            name: "a directory that others can read",
            damage: "chmod 755 \(directory)",
            message: "other users have access to it (mode 0755)",
            remedy: "chmod 700"
        ),
        Refusal(
            name: "an identity that others can read",
            damage: "chmod 604 .local/state/docker-credential-file/identity.txt",
            message: "identity.txt: other users have access to it (mode 0604)",
            remedy: "chmod 600"
        ),
        Refusal(
            name: "a store of another user",
            damage: "chown 12345 \(directory)/credentials.age",
            message: "it belongs to another user",
            remedy: "chown"
        ),
        Refusal(
            name: "a directory of another user",
            damage: "chown 12345 \(directory)",
            message: "it belongs to another user",
            remedy: "chown"
        ),
        Refusal(
            name: "an identity of another user",
            damage: "chown 12345 .local/state/docker-credential-file/identity.txt",
            message: "it belongs to another user",
            remedy: "chown"
        ),
        Refusal(
            name: "a missing identity",
            damage: "rm .local/state/docker-credential-file/identity.txt",
            message: "identity.txt is missing",
            remedy: "backup"
        ),
        Refusal(
            name: "another identity",
            damage: """
                age-keygen 2>/dev/null > .local/state/docker-credential-file/new
                mv .local/state/docker-credential-file/{new,identity.txt}
                chmod 600 .local/state/docker-credential-file/identity.txt
                """,
            message: "no key in",
            remedy: "DOCKER_CREDENTIAL_FILE_IDENTITY"
        ),
        Refusal(
            name: "a damaged identity",
            damage: "echo rubbish > .local/state/docker-credential-file/identity.txt",
            message: "is not an age identity file",
            remedy: "backup"
        ),
        Refusal(
            name: "an empty store",
            damage: ": > \(directory)/credentials.age",
            message: "is damaged",
            remedy: "left as it is"
        ),
        Refusal(
            name: "a plain-text store under the name of an encrypted one",
            damage: "echo '{}' > \(directory)/credentials.age",
            message: "is damaged",
            remedy: "left as it is"
        ),
        Refusal(
            name: "a directory in the place of the store",
            damage: "rm \(directory)/credentials.age; mkdir -m 700 \(directory)/credentials.age",
            message: "credentials.age",
            remedy: ""
        ),
        Refusal(
            name: "a pipe in the place of the store",
            damage: "rm \(directory)/credentials.age; mkfifo -m 600 \(directory)/credentials.age",
            message: "credentials.age",
            remedy: ""
        ),
        Refusal(
            name: "a link in a circle",
            damage: "cd \(directory); rm credentials.age; ln -s credentials.age credentials.age",
            message: "credentials.age",
            remedy: ""
        ),
    ]

    @Test(arguments: refusals)
    func `an unsafe or broken store is refused in one line with a remedy, and not changed`(refusal: Refusal) throws {
        let home = try Sandbox()
        try home.store("https://h", "u", "hunter2")
        try home.succeed(refusal.damage)
        let inventory = "find .local -printf '%M %u %s %T@ %l %p\\n' | grep -v -F .lock | sort"
        let before = try home.succeed(inventory)
        let calls = [
            ("get", "https://h"), ("erase", "https://h"), ("list", ""),
            ("store", #"{"ServerURL":"g","Username":"u","Secret":"hunter2"}"#),
        ]
        for (action, input) in calls {
            let outcome = try home.helper(action, input)
            let output = outcome.output.text
            #expect(outcome.termination == .exited(1), "\(action)")
            #expect(output.contains(refusal.message), "\(action): \(output)")
            #expect(output.split(separator: "\n").count == 1, "\(action): \(output)")
            #expect(outcome.errorOutput.text.contains(refusal.remedy), "\(action): \(outcome.errorOutput.text)")
            #expect(!(output + outcome.errorOutput.text).contains("hunter2"))
        }
        #expect(try home.succeed(inventory) == before)
    }

    @Test func `flipping any bit of a store is an error that leaves the file unchanged`() throws {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        let size = try #require(Int(try home.succeed("stat -c %s \(home.store)").trimmed))
        for position in stride(from: 0, to: size, by: 7) {
            let outcome = try home.shell(
                """
                cp -p \(home.store) whole
                python3 - \(home.store) \(position) <<'END'
                import sys
                with open(sys.argv[1], "r+b") as file:
                    file.seek(int(sys.argv[2])); byte = file.read(1)[0]
                    file.seek(int(sys.argv[2])); file.write(bytes([byte ^ 1 << int(sys.argv[2]) % 8]))
                END
                sum=$(sha256sum < \(home.store))
                for action in get erase; do
                    printf h | docker-credential-file $action 2>/dev/null && exit 7
                done
                printf '{"ServerURL":"g","Username":"u","Secret":"s"}' | docker-credential-file store 2>&- && exit 8
                test "$sum" = "$(sha256sum < \(home.store))"
                mv whole \(home.store)
                """
            )
            #expect(outcome.succeeded, "at \(position): \(outcome.termination) \(outcome.output.text)")
        }
        #expect(try home.helper("get", "h").succeeded)
    }

    @Test func `a link to the store stays a link, even to another file system`() throws {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        let elsewhere = try home.succeed("mktemp -d /dev/shm/credentials.XXXXXX").trimmed
        defer { _ = try? home.shell("rm -rf \(elsewhere)") }
        try home.succeed("mv \(home.store) \(elsewhere)/moved.age; ln -s \(elsewhere)/moved.age \(home.store)")
        try home.store("g", "u", "t")
        #expect(try home.succeed("readlink \(home.store)").trimmed == "\(elsewhere)/moved.age")
        #expect(try home.helper("list").output.text == #"{"g":"u","h":"u"}"# + "\n")
        #expect(try home.succeed("stat -c %a \(elsewhere)/moved.age") == "600\n")
    }

    @Test func `a store is created at the target of a dangling relative link`() throws {
        let home = try Sandbox()
        try home.succeed("mkdir -p -m 700 links target; ln -s ../target/store.age links/store.age")
        let variables = ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/links/store.age"]
        try home.store("h", "u", "s", variables)
        #expect(
            try home.succeed("readlink links/store.age; head -1 target/store.age").contains("../target/store.age\nage-")
        )
    }

    @Test func `a full disk keeps the old store and is reported`() throws {
        let home = try Sandbox()
        try home.succeed("mkdir small; mount -t tmpfs -o size=128k,mode=700 tmpfs small")
        defer { _ = try? home.shell("umount small") }
        for name in ["store.age", "auth.json"] {
            let variables = ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/small/\(name)"]
            try home.store("h", "u", "before", variables)
            let before = try home.succeed(
                "find small -type f -printf '%M %s %T@ %p\\n' | sort; sha256sum small/\(name)"
            )
            let large = String(repeating: "x", count: 200_000)
            let outcome = try home.helper("store", #"{"ServerURL":"h","Username":"u","Secret":"\#(large)"}"#, variables)
            #expect(outcome.termination == .exited(1))
            #expect(outcome.output.text.contains("no space left"), "\(outcome.output.text)")
            #expect(outcome.output.text.contains("small"))
            #expect(
                try home.succeed("find small -type f -printf '%M %s %T@ %p\\n' | sort; sha256sum small/\(name)")
                    == before
            )
            #expect(try home.helper("get", "h", variables).output.text.contains("before"))
        }
    }

    @Test func `a store in a read-only directory can be read, and writing names the directory`() throws {
        let home = try Sandbox()
        try home.succeed("mkdir fixed; mount -t tmpfs -o size=1m,mode=700 tmpfs fixed")
        defer { _ = try? home.shell("umount fixed") }
        let variables = ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/fixed/store.age"]
        try home.store("h", "u", "s", variables)
        try home.succeed("mount -o remount,ro fixed")
        #expect(try home.helper("get", "h", variables).succeeded)
        #expect(try home.helper("erase", "absent", variables).succeeded)
        for (action, input) in [("erase", "h"), ("store", #"{"ServerURL":"g","Username":"u","Secret":"s"}"#)] {
            let outcome = try home.helper(action, input, variables)
            #expect(outcome.termination == .exited(1))
            #expect(outcome.output.text.contains("fixed") && outcome.output.text.contains("read-only"))
            #expect(outcome.errorOutput.text.contains("DOCKER_CREDENTIAL_FILE_PATH"))
        }
    }

    @Test func `without a home directory every verb names the variables and creates nothing`() throws {
        let home = try Sandbox(["HOME": ""])
        for action in ["store", "get", "erase", "list"] {
            let outcome = try home.helper(action, action == "store" ? #"{"ServerURL":"h","Username":"u"}"# : "h")
            #expect(outcome.termination == .exited(1))
            #expect(outcome.output.text.contains("HOME"))
            #expect(outcome.errorOutput.text.contains("DOCKER_CREDENTIAL_FILE_PATH"))
        }
        #expect(try home.helper("version").succeeded)
    }

    @Test func `reading an absent store creates nothing`() throws {
        let home = try Sandbox()
        #expect(try home.helper("get", "h").output.text == "credentials not found in native keychain\n")
        #expect(try home.helper("list").output.text == "{}\n")
        #expect(try home.helper("erase", "h").succeeded)
        #expect(try home.succeed("ls -A").isEmpty)
    }

    @Test func `waiting for a held lock ends at the time limit and names the lock`() throws {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        let outcome = try home.shell(
            """
            exec 9<>\(home.store).lock; flock 9
            printf h | DOCKER_CREDENTIAL_TIMEOUT=0.3 docker-credential-file erase
            """
        )
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.contains("credentials.age.lock"))
        #expect(try home.helper("get", "h").succeeded)
    }

    @Test func `paths that are not UTF-8 are used byte for byte`() throws {
        let home = try Sandbox()
        try home.succeed(
            """
            umask 077; directory=$'d\\xff'; mkdir $directory; echo horse > $directory/passphrase
            age-keygen -o backup 2>/dev/null; age-keygen -y backup > $directory/recipients
            export DOCKER_CREDENTIAL_FILE_PATH=$HOME/$directory/store.age
            export DOCKER_CREDENTIAL_FILE_IDENTITY=$HOME/$directory/key
            export DOCKER_CREDENTIAL_FILE_RECIPIENTS=$HOME/$directory/recipients
            printf '{"ServerURL":"h","Username":"u","Secret":"s"}' | docker-credential-file store 2> /dev/null
            printf h | docker-credential-file get | grep -q '"Secret":"s"'
            age -d -i backup $directory/store.age | grep -q dTpz
            unset DOCKER_CREDENTIAL_FILE_RECIPIENTS
            export DOCKER_CREDENTIAL_FILE_PATH=$HOME/$directory/other.age
            export DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE=$HOME/$directory/passphrase
            rm $directory/key
            printf '{"ServerURL":"h","Username":"u","Secret":"s"}' | docker-credential-file store 2> /dev/null
            grep -q -a '^-> scrypt' $directory/other.age
            test ! -e .local
            """
        )
    }
}
