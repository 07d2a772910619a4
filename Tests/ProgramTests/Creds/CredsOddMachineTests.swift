import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The commands of `docker-creds` on machines with odd environments, streams, limits and files.
@Suite(.requiresRoot, .requires("unshare", "prlimit", "setpriv", "timeout")) struct CredsOddMachineTests {
    /// An odd machine.
    struct Machine: CustomTestStringConvertible, Sendable {
        let name: String
        /// A script that makes the home directory odd.
        var preparation = ""
        /// The program and its arguments that run the command.
        var prefix = ""
        /// The streams of the command.
        var streams = "< input > output 2> errors"
        /// A script that makes the home directory usable again.
        var repair = ""
        /// Whether the config file is damaged, so that it has to stay as it is.
        var isDamaged = false

        var testDescription: String { name }
    }

    private static let config = "home/.docker/config.json"
    private static let asNobody = "setpriv --reuid 65534 --regid 65534 --clear-groups"

    static let machines = [
        Machine(name: "no HOME", prefix: "env -u HOME"),
        Machine(name: "an empty HOME", prefix: "env HOME="),
        Machine(name: "a relative HOME", prefix: "env HOME=relative"),
        Machine(name: "a HOME that does not exist and cannot", prefix: "env HOME=/proc/nonexistent/x"),
        Machine(
            name: "a read-only home directory",
            preparation: "mount --bind home home; mount -o remount,ro,bind home",
            repair: "umount home"
        ),
        Machine(
            name: "a full disk",
            preparation: """
                mv home/.docker kept; mount -t tmpfs -o size=16k,mode=700 none home; mv kept home/.docker
                cat /dev/zero > home/fill 2> /dev/null || true
                """,
            repair: "rm home/fill; mkdir kept; cp -a home/. kept; umount home; rmdir home; mv kept home"
        ),
        Machine(name: "an empty PATH", prefix: "env PATH="),
        Machine(name: "16 descriptors", prefix: "prlimit --nofile=16"),
        Machine(name: "standard output closed", streams: "< input >&- 2> errors"),
        Machine(name: "standard output full", streams: "< input > /dev/full 2> errors"),
        Machine(name: "standard input closed", streams: "<&- > output 2> errors"),
        Machine(name: "all streams closed", streams: "<&- >&- 2>&-"),
        Machine(name: "a directory as config file", preparation: "rm \(config); mkdir \(config)", isDamaged: true),
        Machine(name: "a pipe as config file", preparation: "rm \(config); mkfifo \(config)", isDamaged: true),
        Machine(name: "a binary config file", preparation: "head -c 100000 /dev/urandom > \(config)", isDamaged: true),
        Machine(name: "a link to itself", preparation: "rm \(config); ln -s config.json \(config)", isDamaged: true),
        Machine(
            name: "a config file of another user",
            preparation: "chown -R 65534:65534 home; chown 0:0 \(config)",
            prefix: asNobody,
            isDamaged: true
        ),
        Machine(name: "a terminal of one column", prefix: "env TERM=dumb COLUMNS=1 LC_ALL=C"),
        Machine(name: "a very wide terminal", prefix: "env TERM=none COLUMNS=99999 LC_ALL=xx_YY"),
        Machine(name: "variables that are not UTF-8", prefix: #"env LANG=$'\xff' $'DOCKER_\xc3=\xfe'"#),
        Machine(name: "a umask that allows nothing", preparation: "umask 0777"),
        Machine(name: "a umask that allows everything", preparation: "umask 0"),
        Machine(
            name: "a umask that allows an ordinary user nothing",
            preparation: "chown -R 65534:65534 home; umask 0777",
            prefix: asNobody
        ),
    ]

    private static let commands = [
        "list", "get h.example", "explain --all h.example", "doctor", "verify --timeout 1 127.0.0.1:1",
        "export h.example --format auth.json", "migrate --to file --yes", "migrate --to file --yes --keep-backup",
        "migrate --to podman --allow-plaintext --yes", "migrate --from podman --allow-plaintext --yes",
        "migrate --undo none --yes", "setup file --yes", "setup file --for podman --yes", "__complete get h",
        "creds docker-cli-plugin-hooks {\"RootCmd\":\"pull\",\"CommandError\":\"denied\"}", "kubelet-provider",
        "login --no-verify --allow-plaintext -u u --password-stdin i.example", "key show", "unlock", "lock",
    ]

    private static let request = #"""
        {"kind":"CredentialProviderRequest","apiVersion":"credentialprovider.kubelet.k8s.io/v1","image":"h.example/a"}
        """#

    /// Every command ends, says why it fails, and leaves the password where docker or podman finds it.
    @Test(arguments: machines)
    func `every command ends with a message or the right result, and nothing is lost`(machine: Machine) throws {
        let home = try Sandbox(["XDG_RUNTIME_DIR": "/proc/nonexistent"])
        try home.succeed("chmod 755 .")
        let check =
            machine.isDamaged
            ? "[ \"$(state)\" = \"$before\" ] || echo \"$command: the config file has changed\""
            : """
            HOME=$PWD/home docker-creds get --show-secret h.example 2> lost | grep -q hunter2 ||
                echo "$command: the password is lost: $(cat lost)"
            if find home -perm /077 -type f ! -path '*/containers/storage/*' ! -path '*/.gnupg/*' ! -name '*.lock' | grep -q .; then
                echo "$command: others can read $(find home -perm /077 -type f)"
            fi
            """
        let script = """
            state() { stat -c '%F %a %u' \(Self.config); [ ! -f \(Self.config) ] || md5sum < \(Self.config); }
            creds=$(command -v docker-creds); mask=$(umask)
            while read -r command; do
                rm -rf home; mkdir -m 700 home home/.docker
                echo '{"auths":{"h.example":{"auth":"YW5uOmh1bnRlcjI="}}}' > \(Self.config); chmod 600 \(Self.config)
                case $command in kubelet*) echo '\(Self.request)';; login*) echo secret;; esac > input
                rm -f output; : > errors; \(machine.preparation)
                before=$(state)
                status=0
                HOME=$PWD/home timeout -k 1 60 \(machine.prefix) $creds $command \(machine.streams) || status=$?
                umask $mask; \(machine.repair)
                case $status in
                0) ;;
                1|2|3|64) [ -s errors ] || [ -s output ] || case '\(machine.streams)' in *2*-*) ;; *) echo "$command: says nothing";; esac;;
                *) echo "$command: exit status $status: $(tail -n 3 errors)";;
                esac
                \(check)
            done <<'END'
            \(Self.commands.joined(separator: "\n"))
            END
            """
        try home.succeed("cat > script <<'SCRIPT'\nset -u\n\(script)\nSCRIPT")
        #expect(try home.succeed("unshare --mount bash script") == "")
    }

    @Test func `a name or address of 100,000 characters costs no time`() throws {
        let home = try Sandbox(docker: #"{"auths":{"h.example":{"auth":"YW5uOmh1bnRlcjI="}}}"#)
        for (command, status) in [
            ("get", 3), ("logout", 0), ("explain", 3), ("export", 3), ("verify", 1), ("migrate --yes --to", 1),
            ("migrate --yes --undo", 1), ("setup", 64), ("__complete get", 0),
        ] as [(String, Int32)] {
            let long = "$(head -c 100000 /dev/zero | tr '\\0' a)"
            let outcome = try home.shell("timeout 60 docker-creds \(command) \(long) > output 2>&1")
            #expect(outcome.termination == .exited(status), "\(command)")
        }
        try home.succeed(
            "sed -i \"s/^{/{\\\"credsStore\\\":\\\"$(head -c 100000 /dev/zero | tr '\\0' a)\\\",/\" .docker/config.json"
        )
        #expect(try home.shell("timeout 60 docker-creds doctor > output").termination == .exited(1))
        #expect(try home.shell("timeout 60 docker-creds get h.example > output").termination == .exited(1))
    }

    /// Escape sequences in a key, a user name and the name of a helper, as a config file may have them.
    @Test(
        .requires("script"),
        arguments: [
            "list", "get i.example", "doctor", "doctor i.example", "explain i.example", "migrate --to file --dry-run",
            "migrate --to file --yes", "migrate --to podman --allow-plaintext --yes", "setup file --yes",
            "logout i.example",
            #"get $'\e[31mx'"#, #"migrate --yes --to $'\e[31mx'"#, #"migrate --undo $'\e[31mx'"#, #"setup $'\e[31mx'"#,
            #"$'\e[31mx'"#, #"--$'\e[31mx'"#,
        ]
    )
    func `no control character of a file or an argument reaches a terminal`(command: String) throws {
        let home = try Sandbox(
            docker: #"""
                {"auths":{"h.example\u001b[31mX\u0007":{"auth":"YW5uOmh1bnRlcjI="},"i.example":{"auth":"YRtbMzFtbm4HDTpwdw=="},
                "k\u009b31m.example\u202e":{"auth":"YW5uOmh1bnRlcjI="}},"credHelpers":{"l\u001b[2J.example":"x\u001b[2J"}}
                """#
        )
        let variables = ["NO_COLOR": "1", "TERM": "dumb"]
        for line in ["docker-creds \(command)", "script -qec \"docker-creds \(command)\" /dev/null"] {
            let outcome = try home.shell("\(line) < /dev/null", variables)
            let shown = (outcome.output + outcome.errorOutput).text
            #expect(!shown.isEmpty)
            #expect(
                !shown.unicodeScalars.contains { $0 != "\r" && $0 != "\n" && $0 != "\t" && $0.isUnseenOnDisplay },
                "\(shown.debugDescription)"
            )
        }
    }

    @Test func `fifty logins, twenty migrations and two setups at once all succeed`() throws {
        let home = try Sandbox(docker: #"{"auths":{"h.example":{"auth":"YW5uOmh1bnRlcjI="}}}"#)
        func atOnce(_ count: Int, _ command: String) throws {
            let said = try home.succeed(
                """
                for number in $(seq \(count)); do (\(command) > said.$number 2>&1 || cat said.$number) & done; wait
                """
            )
            #expect(said.isEmpty, "\(said)")
            try home.succeed("python3 -m json.tool .docker/config.json > checked")
        }
        let login = "docker-creds login --no-verify --allow-plaintext -u u --password-stdin s$number.example"
        try atOnce(50, "echo $number | \(login)")
        try atOnce(20, "docker-creds migrate --to file --yes")
        #expect(try home.succeed("docker-credential-file list").matches(of: /s[0-9]+\.example/).count == 50)
        #expect(try home.succeed("docker-creds get --show-secret h.example").contains("hunter2"))
        #expect(try home.succeed("docker-creds get --show-secret s50.example").contains("50"))
        try home.succeed("echo '{\"auths\":{\"h.example\":{\"auth\":\"YW5uOmh1bnRlcjI=\"}}}' > .docker/config.json")
        try atOnce(2, "docker-creds setup file --yes")
        #expect(try !home.succeed("docker-credential-file list").contains("invalid"))
        #expect(try home.succeed("docker-creds get --show-secret h.example").contains("hunter2"))
    }
}
