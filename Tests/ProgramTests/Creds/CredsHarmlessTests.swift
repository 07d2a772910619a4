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
        "migrate --to podman --dry-run", "export h.example", "doctor", "__complete creds get ''",
        "__complete creds logout ''",
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

    private func check(_ configuration: String?, in home: Sandbox) throws {
        try home.succeed("mkdir -m 700 .docker work")
        if let configuration {
            try home.succeed("umask 077; printf '%s' '\(configuration)' > .docker/config.json")
        }
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
