import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The commands that the README shows, run as written: they print what it shows.
///
/// The registry is on the loopback interface, and the user and the home directory are those of the test.
@Suite(.serialized, .requires("docker", "docker-registry", "expect")) struct ReadmeTests {
    @Test(.requires("curl", "htpasswd", "python3")) func `the first commands of the README print what it shows`() throws
    {
        let home = try Self.home()
        let registry = try LoopbackRegistry(in: home)
        for (line, output) in try Self.blocks().prefix(2).joined() where !line.hasPrefix("sudo ") {
            let command = line.replacing("ghcr.io", with: registry.address)
            let printed = command.contains(" login ") ? try home.dialogue(command) : try home.succeed(command)
            let expected = output.replacing("ghcr.io", with: registry.address)
                .replacing("/home/ann", with: home.root.string).replacing("ann", with: LoopbackRegistry.username)
            #expect(printed.shownLines.isAs(shown: expected.shownLines), "\(line): \(printed)")
        }
    }

    @Test func `setup prints the plan that the README shows`() throws {
        let shown = try #require(try Self.blocks().joined().first { $0.line == "docker creds setup file --dry-run" })
        let expected = shown.output.replacing("/usr/bin/", with: "\(BuiltPrograms.directory)/")
        #expect(try Self.home().succeed(shown.line).shownLines == expected.shownLines)
    }

    @Test func `the doctor prints what the README shows`() throws {
        let home = try Self.home()
        try home.succeed(
            #"printf '{\n\t"auths": {\n\t\t"ghcr.io": {}\n\t},\n\n\n\t"credsStore": "desktop"\n}\n' > .docker/config.json"#
        )
        let shown = try #require(try Self.blocks().joined().first { $0.line == "docker creds doctor" })
        let user = try home.succeed("id -u").trimmed
        let expected = shown.output.replacing("/home/ann", with: home.root.string)
            .replacing("user 1000", with: "user \(user)")
        #expect(try home.shell(shown.line).output.text.shownLines == expected.shownLines)
    }

    /// A home directory with docker-creds as a plugin of docker.
    private static func home() throws -> Sandbox {
        let home = try Sandbox()
        try home.succeed(
            "umask 077; mkdir -p .docker/cli-plugins; ln -s \"$(command -v docker-creds)\" .docker/cli-plugins/"
        )
        return home
    }

    /// The command lines of each of the README's console blocks, and what each prints.
    private static func blocks() throws -> [[(line: String, output: String)]] {
        let text = try RegularFile.read(Repository.root.appending("README.md"), limit: 1 << 20).bytes.text
        let blocks = text.split(separator: "```console\n").dropFirst().compactMap { $0.split(separator: "```").first }
        return blocks.map { block in
            block.split(separator: "$ ").map { command in
                let end = command.firstIndex(of: "\n") ?? command.endIndex
                return (String(command[..<end]), String(command[end...].dropFirst()))
            }
        }
    }
}

extension [String] {
    /// Whether these lines are the ones that a page shows, where a first line `…` stands for any number of lines.
    fileprivate func isAs(shown: [String]) -> Bool {
        shown.first == "…" ? suffix(shown.count - 1) == shown.dropFirst() : self == shown
    }
}

extension Sandbox {
    /// Runs a login on a terminal, answers its prompts, and returns what the terminal shows.
    fileprivate func dialogue(_ command: String) throws -> String {
        // Where podman is installed, a login has a note about podman.
        try succeed(
            """
            mkdir -p bin; ln -sf "$(command -v docker)" bin/
            expect -c 'set timeout 60; set env(PATH) "\(root)/bin:\(BuiltPrograms.directory)"
                spawn -noecho \(command)
                expect "Username for"; send "\(LoopbackRegistry.username)\\r"
                expect "Password for"; sleep 1; send "\(LoopbackRegistry.password)\\r"; expect eof
                exit [lindex [wait] 3]'
            """
        )
    }
}

extension String {
    /// The lines of a terminal, without blanks and carriage returns at their ends and without an empty last line.
    fileprivate var shownLines: [String] {
        let lines = trimmed.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
    }
}
