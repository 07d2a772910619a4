import SystemSupport
import TestSupport
import Testing

/// Read-only commands change nothing, as strace shows.
@Suite(.serialized, .requires("strace")) struct CredsHarmlessTests {
    /// The read-only commands, including completion.
    static let commands = [
        "get h.example", "get --show-secret h.example", "get docker.io", "list", "list --format json",
        "explain h.example", "explain --all docker.io", "migrate --to file --dry-run",
        "migrate --from file --to pass --dry-run",
        "migrate --to podman --dry-run", "export h.example", "doctor", "verify --timeout 1 h.invalid",
        "verify --timeout 1", "key show", "kubelet-provider < request", "setup --dry-run file",
        "creds docker-cli-plugin-hooks '{\"RootCmd\":\"pull h.example/a\",\"CommandError\":\"unauthorized\"}'",
        "__complete creds get ''", "__complete creds logout ''",
        "--help", "--version", "docker-cli-plugin-metadata", "--generate-completion-script bash",
    ]

    /// Lists every file with its content, except the working files of gpg.
    private static let files =
        "find . \\( -path ./work -o -path ./.gnupg \\) -prune -o -type f -exec sha256sum {} + | sort"

    static let configurations = [
        nil, "{}", #"{"auths":{"h.example":{"auth":"YTpi"}}}"#, #"{"credsStore":"file"}"#, #"{"credsStore":"pass"}"#,
        #"{"credHelpers":{"h.example":"pass"},"auths":{"docker.io":{"auth":"YTpi"}}}"#,
    ]

    @Test(arguments: configurations)
    func `read-only commands do not store, erase, write a file or prompt`(configuration: String?) throws {
        let home = try Sandbox()
        try home.store("h.example", "ann", "hunter2")
        try check(configuration, in: home)
    }

    /// Where nothing is found, an earlier version erased other forms of the address.
    @Test(.requires("gpg", "pass"))
    func `read-only commands do not change an initialized and empty password store`() throws {
        let store = try PassHome()
        try check(#"{"credsStore":"pass"}"#, in: store.home)
        withExtendedLifetime(store) {}
    }

    /// Where a command looks without a change: the doctor, and the plans of setup and migrate.
    private static let plans = [
        "doctor h.example", "setup --dry-run", "setup --dry-run --format json",
        "setup pass --create-key --dry-run --yes", "setup secretservice --dry-run", "setup auto --dry-run",
        "setup file --dry-run --migrate --hook", "migrate --dry-run", "migrate --to file --dry-run",
        "migrate --to secretservice --dry-run", "migrate --from secretservice --to file --dry-run",
        "migrate --from pass --to secretservice --dry-run", "migrate --from auto --to file --dry-run",
        "migrate --to podman --dry-run", "migrate --from podman --dry-run",
    ]

    /// How gpg was left: a key and a store, the same without a trust database, and nothing at all.
    enum GpgState: String, CaseIterable {
        case key = "pass init me"
        case noTrustDatabase = "pass init me; rm -f .gnupg/trustdb.gpg .gnupg/pubring.kbx~"
        case nothing = "gpgconf --kill all; rm -rf .gnupg .gitconfig"
    }

    /// gpg creates what is missing when it lists keys, and the keyring's helper keeps a record of the advice that it shows.
    @Test(.requires("gpg", "pass"), arguments: GpgState.allCases)
    func `doctor and the plans of setup and migrate write not a byte and start no agent`(state: GpgState) throws {
        let store = try PassHome(
            """
            \(state.rawValue); gpgconf --kill all; mkdir -m 700 .docker; umask 077
            echo '{"credsStore": "secretservice", "auths": {"h.example": {"auth": "YTpi"}}}' > .docker/config.json
            """
        )
        let everything = "find . -name trace -prune -o -printf '%y %p %m %s %T@ %C@\\n' | sort"
        try store.home.succeed("touch trace")
        for settings in ["secretservice", "auto"] {
            try store.home.succeed(
                "sed -i 's/\"credsStore\": \"[a-z]*\"/\"credsStore\": \"\(settings)\"/' .docker/config.json"
            )
            let before = try store.home.succeed(everything)
            for command in Self.plans {
                try store.home.shell(
                    "strace -f -qq -e trace=execve,openat,bind -s 200 -o trace docker-creds \(command) < /dev/null > /dev/null 2>&1"
                )
                let trace = try store.home.succeed("cat trace")
                try #require(trace.contains("docker-creds"), "\(command)")
                #expect(!trace.contains("O_CREAT") && !trace.contains("O_TRUNC"), "\(settings): \(command): \(trace)")
                #expect(!trace.contains(" bind("), "\(settings): \(command)")
                #expect(try store.home.succeed(everything) == before, "\(settings): \(command)")
            }
        }
    }

    /// The helpers of this package, then those of Docker, with and without a password store.
    @Test(.requires("docker-credential-pass", "gpg", "pass"), arguments: [true, false], [true, false])
    func `the search for a helper that works does not store, erase, write a file or prompt`(
        hasStore: Bool,
        isDockers: Bool
    ) throws {
        let store = hasStore ? try PassHome() : nil
        let home = try store?.home ?? Sandbox()
        let before = try home.succeed(Self.files)
        let directory = "\(BuiltPrograms.directory)"
        let path = isDockers ? "/usr/bin:/bin" : "\(directory):/usr/bin:/bin"
        let chosen = try home.succeed(
            """
            mkdir work; PATH=\(path)
            strace -f -qq -e trace=execve -s 200 -o work/trace '\(BuiltPrograms.storeExerciser)' detect
            """
        )
        #expect(hasStore ? chosen == "pass\n" : isDockers || chosen == "file\n", "\(chosen)")
        let trace = try home.succeed("cat work/trace")
        #expect(trace.contains("\"list\"]"), "\(trace)")
        for verb in ["store", "erase"] { #expect(!trace.contains("\"\(verb)\"]"), "\(trace)") }
        #expect(!trace.contains("pinentry") && !trace.contains("gcr-prompter"))
        #expect(try home.succeed(Self.files) == before)
        withExtendedLifetime(store) {}
    }

    private func check(_ configuration: String?, in home: Sandbox) throws {
        try home.succeed("mkdir -m 700 .docker work")
        if let configuration {
            try home.succeed("umask 077; printf '%s' '\(configuration)' > .docker/config.json")
        }
        try home.succeed(
            """
            printf '%s' '{"kind":"CredentialProviderRequest","apiVersion":"credentialprovider.kubelet.k8s.io/v1",\
            "image":"h.example/a"}' > request
            """
        )
        let before = try home.succeed(Self.files)
        for command in Self.commands {
            try home.shell(
                "strace -f -qq -e trace=execve -s 200 -o work/trace docker-creds \(command) > work/output 2>&1"
            )
            let trace = try home.succeed("cat work/trace")
            try #require(trace.contains("docker-creds"), "\(command)")
            // The second argument of execve(2) has the helper's verb.
            for verb in ["store", "erase"] {
                #expect(!trace.contains("\"\(verb)\"]"), "\(command): \(trace)")
            }
            #expect(!trace.contains("pinentry") && !trace.contains("gcr-prompter"), "\(command)")
            let after = try home.succeed(Self.files)
            #expect(after == before, "\(configuration ?? "nothing") \(command)")
        }
    }
}
