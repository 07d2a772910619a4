import SystemSupport
import TestSupport
import Testing

/// Read-only commands change nothing, as strace shows.
@Suite(.serialized, .requires("strace")) struct CredsHarmlessTests {
    /// The read-only commands, including completion.
    static let commands = [
        "get h.example", "get --show-secret h.example", "get docker.io", "list", "list --format json",
        "explain h.example", "explain --all docker.io", "__complete creds get ''", "__complete creds logout ''",
        "--help", "--version", "docker-cli-plugin-metadata", "--generate-completion-script bash",
    ]

    static let configurations = [
        nil, "{}", #"{"auths":{"h.example":{"auth":"YTpi"}}}"#, #"{"credsStore":"file"}"#, #"{"credsStore":"pass"}"#,
        #"{"credHelpers":{"h.example":"pass"},"auths":{"docker.io":{"auth":"YTpi"}}}"#,
    ]

    @Test(arguments: configurations)
    func `read-only commands do not store, erase, write a file or prompt`(configuration: String?) throws {
        let home = try Sandbox()
        try home.succeed("mkdir -m 700 .docker work")
        if let configuration {
            try home.succeed("umask 077; printf '%s' '\(configuration)' > .docker/config.json")
        }
        try home.store("h.example", "ann", "hunter2")
        let before = try home.succeed("find . -path ./work -prune -o -type f -exec sha256sum {} + | sort")
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
            let after = try home.succeed("find . -path ./work -prune -o -type f -exec sha256sum {} + | sort")
            #expect(after == before, "\(configuration ?? "nothing") \(command)")
        }
    }
}
