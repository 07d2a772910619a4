import SystemSupport
import TestSupport
import Testing

/// The files that docker-credential-file creates and reads.
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

    @Test(.requires("python3")) func `flipping any bit of a store is an error that leaves the file unchanged`() throws {
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

    @Test(.requires("age", "age-keygen")) func `paths that are not UTF-8 are used byte for byte`() throws {
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
