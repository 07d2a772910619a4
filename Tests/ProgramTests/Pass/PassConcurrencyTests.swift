import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Many concurrent helpers on one store, and interrupted stores.
@Suite(.serialized, .requires("gpg", "pass", "git")) struct PassConcurrencyTests {
    @Test func `sixty gets during thirty stores each return a complete secret`() throws {
        let store = try PassHome()
        try store.store("h", "u", "secret0")
        try store.home.succeed(
            """
            for number in $(seq 30); do
                printf '{"ServerURL":"h","Username":"u","Secret":"secret%d"}' $number \
                    | docker-credential-pass store || echo "store $number" >> failed &
                for half in 1 2; do
                    printf h | docker-credential-pass get > answer.$number.$half 2>&1 || echo "get $number" >> failed &
                done
            done
            wait
            if [ -e failed ]; then cat failed answer.*; exit 1; fi
            """
        )
        let answers = try store.home.succeed("cat answer.*").split(separator: "\n")
        #expect(answers.count == 60)
        let whole = Set((0...30).map { PassHome.answer("h", "u", "secret\($0)") })
        #expect(answers.allSatisfy { whole.contains(String($0)) })
        #expect(try whole.contains(store.get("h")))
        #expect(
            try store.home.succeed("cd .password-store; find . -type f | sort")
                == "./.gpg-id\n./docker-credential-helpers/aA==/u.gpg\n"
        )
    }

    @Test func `sixteen concurrent stores under git make sixteen commits`() throws {
        let store = try PassHome("pass init me; pass git init")
        let before = try store.home.succeed("pass git rev-list --count HEAD").trimmed
        try store.home.succeed(
            """
            for number in $(seq 16); do
                printf '{"ServerURL":"server%d","Username":"u","Secret":"s%d"}' $number $number \
                    | docker-credential-pass store 2>> notes || echo $number >> failed &
            done
            wait
            cat notes; [ ! -e failed ] && [ ! -s notes ]
            """
        )
        #expect(try store.home.succeed("pass git status --porcelain --ignored").isEmpty)
        let after = try store.home.succeed("pass git rev-list --count HEAD").trimmed
        #expect(Int(after) == Int(before).map { $0 + 16 })
        #expect(try store.list().split(separator: ",").count == 16)
        #expect(try store.home.succeed("pass git log -16 --format= --name-only | sort -u | wc -l") == "16\n")
    }

    @Test func `a store under git waits for another program that locks the index`() throws {
        let store = try PassHome("pass init me; pass git init")
        try store.home.succeed(
            """
            touch .password-store/.git/index.lock; (sleep 0.5; rm .password-store/.git/index.lock) &
            printf '{"ServerURL":"h","Username":"u","Secret":"s"}' | docker-credential-pass store 2> notes
            wait; cat notes; [ ! -s notes ]
            """
        )
        #expect(try store.home.succeed("pass git status --porcelain").isEmpty)
    }

    @Test(arguments: ["0", "1"])
    func `a file size limit keeps the old secret`(skipsVerification: String) throws {
        let store = try PassHome()
        try store.store("h", "u", "old")
        // Without the times of directories, which the lock and the temporary file change.
        let tree = "cd .password-store; find . | sort; stat -c '%n %s %Y' .gpg-id */*/*; sha256sum */*/*"
        let before = try store.home.succeed(tree)
        let outcome = try store.home.shell(
            """
            printf '{"ServerURL":"h","Username":"u","Secret":"%s"}' $(head -c 720 /dev/urandom | base64 -w 0) > request
            ulimit -f 1
            DOCKER_CREDENTIAL_PASS_NO_VERIFY=\(skipsVerification) docker-credential-pass store < request 2>&1
            """
        )
        #expect(outcome.termination == .exited(1), "\(outcome.output.text)")
        #expect(outcome.output.text.contains("the file would grow too large"), "\(outcome.output.text)")
        #expect(try store.home.succeed(tree) == before)
        #expect(try store.get("h") == PassHome.answer("h", "u", "old"))
        #expect(try store.get("h", program: PassHome.reference) == PassHome.answer("h", "u", "old"))
    }

    @Test func `a failed first store leaves no directory`() throws {
        let store = try PassHome()
        let outcome = try store.home.shell(
            """
            printf '{"ServerURL":"h","Username":"a/b","Secret":"%s"}' $(head -c 720 /dev/urandom | base64 -w 0) > request
            ulimit -f 1; docker-credential-pass store < request
            """
        )
        #expect(outcome.termination == .exited(1))
        #expect(try store.home.succeed("cd .password-store; find . | sort") == ".\n./.gpg-id\n")
    }

    @Test func `killed stores leave the old or the new secret`() throws {
        let store = try PassHome()
        try store.store("h", "u", "secret0")
        for number in 1...40 {
            try store.home.shell(
                """
                printf '{"ServerURL":"h","Username":"u","Secret":"secret\(number)"}' > request
                docker-credential-pass store < request & process=$!
                sleep 0.0$((RANDOM % 90 + 10)); kill -9 $process; wait $process 2>/dev/null
                """
            )
            let answer = try store.get("h")
            #expect((0...number).map { PassHome.answer("h", "u", "secret\($0)") }.contains(answer), "\(answer)")
            #expect(try store.get("h", program: PassHome.reference) == answer)
        }
        try store.store("h", "u", "last")
        #expect(
            try store.home.succeed("cd .password-store; find . -type f | sort")
                == "./.gpg-id\n./docker-credential-helpers/aA==/u.gpg\n"
        )
    }

    @Test func `waiting for another process's lock ends at the time limit`() throws {
        let store = try PassHome()
        let outcome = try store.home.shell(
            """
            printf '{"ServerURL":"h","Username":"u","Secret":"s"}' > request
            exec 9> .password-store/.docker-credential-helpers.lock; flock 9
            DOCKER_CREDENTIAL_TIMEOUT=1 docker-credential-pass store < request 9>&-
            """
        )
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.contains("because another process holds it"), "\(outcome.output.text)")
        #expect(try store.list() == "{}")
    }

    private static func withoutFlock(_ error: String) -> String {
        "strace -f -qq -o /dev/null -e trace=flock -e inject=flock:error=\(error) docker-credential-pass"
    }

    @Test(
        .requires("strace"),
        arguments: ["ENOLCK", "ENOSYS", "EOPNOTSUPP"],
        ["pass init me", "pass init me; pass git init"]
    )
    func `on a file system without flock stores take turns and leave no lock behind`(error: String, prepare: String)
        throws
    {
        let store = try PassHome(prepare)
        try store.home.succeed(
            """
            for number in $(seq 8); do
                printf '{"ServerURL":"h","Username":"u%d","Secret":"s%d"}' $number $number \
                    | \(Self.withoutFlock(error)) store 2>> notes || echo $number >> failed &
            done
            wait; cat notes; [ ! -e failed ]
            """
        )
        let number = try store.home.succeed("cd .password-store/docker-credential-helpers/aA==; ls").trimmed
            .filter(\.isWholeNumber)
        #expect(try store.get("h") == PassHome.answer("h", "u\(number)", "s\(number)"))
        #expect(try store.home.succeed("find .password-store -name '*docker-credential-helpers.lock*.held*'").isEmpty)
        #expect(try store.home.succeed("find .password-store -maxdepth 1 -name '*.lock*'").isEmpty)
        let notes = try store.home.succeed("cat notes")
        #expect(notes.contains(#/does not support flock.*PASSWORD_STORE_DIR/#), "\(notes)")
    }

    @Test(.requires("strace"))
    func `without flock another machine's lock is named, and a dead process's lock is taken over`()
        throws
    {
        let store = try PassHome()
        try store.store("h", "u", "old")
        let marker = ".password-store/.docker-credential-helpers.lock.held"
        try store.home.succeed("echo 'elsewhere 1 1' > \(marker)")
        let erase = "printf h | DOCKER_CREDENTIAL_TIMEOUT=1 \(Self.withoutFlock("ENOLCK")) erase"
        let waiting = try store.home.shell(erase)
        #expect(waiting.termination == .exited(1))
        #expect(
            waiting.output.text.contains("docker-credential-helpers.lock.held is the lock"),
            "\(waiting.output.text)"
        )
        #expect(try store.get("h") == PassHome.answer("h", "u", "old"))
        try store.home.succeed(
            """
            machine="$(hostname),$(cat /proc/sys/kernel/random/boot_id),$(readlink /proc/self/ns/pid)"
            sh -c 'printf "%s %s 1\\n" "$1" $$' - "$machine" > \(marker)
            printf h | \(Self.withoutFlock("ENOLCK")) erase
            """
        )
        #expect(try store.list() == "{}")
        #expect(try store.home.succeed("find .password-store -name '*.lock*'").isEmpty)
    }
}
