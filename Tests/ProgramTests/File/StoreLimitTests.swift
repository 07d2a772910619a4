import SystemSupport
import TestSupport
import Testing

/// Limits of a store: time and memory for a passphrase, and file systems without locks.
@Suite struct StoreLimitTests {
    private static let request = #"{"ServerURL":"h","Username":"u","Secret":"s"}"#

    /// A store whose header requires this work factor; only the work reveals that it cannot be decrypted.
    private func store(askingFor workFactor: Int, in home: Sandbox) throws -> [String: String] {
        try home.succeed(
            """
            umask 077; mkdir -p $(dirname \(home.store)); echo horse > passphrase
            python3 - \(workFactor) > \(home.store) <<'END'
            import base64, sys
            digits = lambda count: base64.b64encode(bytes(count)).decode().rstrip("=")
            print(f"age-encryption.org/v1\\n-> scrypt {digits(16)} {sys.argv[1]}\\n{digits(32)}\\n--- {digits(32)}")
            END
            """
        )
        return ["DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE": "\(home.root)/passphrase"]
    }

    @Test(.requires("python3"))
    func `a passphrase that would take longer than the time limit is refused with that reason`() throws {
        let home = try Sandbox()
        var variables = try store(askingFor: 21, in: home)
        variables["DOCKER_CREDENTIAL_TIMEOUT"] = "1"
        let outcome = try home.helper("get", "h", variables)
        #expect(outcome.output.text.contains(#/scrypt work factor 21 takes about [0-9.]+ s .* the limit is 1 s/#))
        #expect(outcome.errorOutput.text.contains("DOCKER_CREDENTIAL_TIMEOUT"))
        #expect(!(outcome.output.text + outcome.errorOutput.text).contains("damaged"))
        let beyond = try home.helper("get", "h", try store(askingFor: 23, in: home))
        #expect(beyond.output.text.contains("at most 22 is allowed"), "\(beyond.output.text)")
    }

    @Test(.requires("prlimit", "python3")) func `too little memory for a passphrase is not reported as damage`() throws
    {
        let home = try Sandbox()
        let variables = try store(askingFor: 20, in: home)
        let outcome = try home.shell("printf h | prlimit --as=900000000 docker-credential-file get", variables)
        #expect(
            outcome.output.text.contains("scrypt work factor 20 takes 1024 MiB of memory"),
            "\(outcome.output.text)"
        )
        #expect(outcome.errorOutput.text.contains("memory"))
        #expect(!(outcome.output.text + outcome.errorOutput.text).contains(#/damaged|backup/#))
    }

    @Test(.requires("strace", "python3"), arguments: ["ENOLCK", "ENOSYS", "EOPNOTSUPP"])
    func `a file system without flock gets a lock that works there, and a note that names it`(error: String) throws {
        let home = try Sandbox(["DOCKER_CREDENTIAL_TIMEOUT": "60"])
        let traced = "strace -f -qq -o /dev/null -e trace=flock -e inject=flock:error=\(error) docker-credential-file"
        let list = try home.succeed(
            """
            for number in $(seq 10); do
                printf '{"ServerURL":"h%s","Username":"u","Secret":"s"}' $number | \(traced) store 2>> notes &
            done
            wait; \(traced) list < /dev/null
            """
        )
        #expect(list.split(separator: ",").count == 10, "\(list)")
        #expect(try home.succeed("cat notes").contains(#/does not support flock.*DOCKER_CREDENTIAL_FILE_PATH/#))
        #expect(try home.succeed("find .local -name '*.held*' -o -name '*.old'").isEmpty)
        // The lock of a killed holder does not block others.
        try home.succeed(
            """
            : > \(home.store).lock.held
            sh -c 'printf "%s %s 1\\n" "$1" $$' - "$(hostname),$(cat /proc/sys/kernel/random/boot_id),$(readlink /proc/self/ns/pid)" \
                > \(home.store).lock.held
            printf '\(Self.request)' | \(traced) store 2> /dev/null
            """
        )
        try home.succeed("echo 'elsewhere 1 1' > \(home.store).lock.held")
        let waiting = try home.shell("printf h | DOCKER_CREDENTIAL_TIMEOUT=0.3 \(traced) erase")
        #expect(waiting.output.text.contains("credentials.age.lock.held is the lock"), "\(waiting.output.text)")
        #expect(waiting.errorOutput.text.contains("DOCKER_CREDENTIAL_FILE_PATH"), "\(waiting.errorOutput.text)")
    }
}
