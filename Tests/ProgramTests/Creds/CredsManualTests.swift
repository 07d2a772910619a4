import Codecs
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The manual pages of docker-creds against the program's description of itself.
@Suite struct CredsManualTests {
    private static let pages = Repository.root.appending("packaging/man")

    @Test func `the page of each command lists its options and no others`() throws {
        let commands = try DescribedCommand.all()
        #expect(commands.count > 10)
        for command in commands {
            let page = Self.pages.appending("docker-creds-\(command.name).1")
            let listed = try Self.listedOptions(in: page)
            #expect(listed == command.options, "\(page)")
        }
    }

    @Test func `the overview names the page of each command`() throws {
        let overview = try RegularFile.read(Self.pages.appending("docker-creds.1"), limit: 1 << 20).bytes.text
        for command in try DescribedCommand.all() {
            #expect(overview.contains("\n.It Xr docker-creds-\(command.name) 1\n"), "\(command.name)")
        }
    }

    /// The long options that have an item of their own in a page.
    private static func listedOptions(in page: FilePath) throws -> Set<String> {
        let lines = try RegularFile.read(page, limit: 1 << 20).bytes.text.split(separator: "\n")
        let items = lines.filter { $0.hasPrefix(".It Fl ") }.flatMap { $0.split(separator: " ") }
        return Set(items.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) })
    }
}

/// A command of docker-creds, as the argument parser describes it.
private struct DescribedCommand {
    let name: String
    /// The long options of the command and its subcommands, except those that every command has.
    let options: Set<String>

    private static let common: Set<String> = ["help", "version"]

    static func all() throws -> [DescribedCommand] {
        let description = try Sandbox().succeed("docker-creds --experimental-dump-help")
        let root = try JSONDocument(parsing: Array(description.utf8)).root
        return subcommands(of: root["command"]).compactMap { command in
            command["commandName"]?.string.map { DescribedCommand(name: $0, options: options(of: command)) }
        }
    }

    private static func options(of command: JSONValue) -> Set<String> {
        let visible = (command["arguments"]?.elements ?? []).filter { $0["shouldDisplay"]?.bool == true }
        let names = visible.flatMap { $0["names"]?.elements ?? [] }.filter { $0["kind"]?.string == "long" }
        let own = Set(names.compactMap { $0["name"]?.string })
        return subcommands(of: command).reduce(own) { $0.union(options(of: $1)) }.subtracting(common)
    }

    private static func subcommands(of command: JSONValue?) -> [JSONValue] {
        (command?["subcommands"]?.elements ?? []).filter {
            $0["commandName"]?.string != "help" && $0["shouldDisplay"]?.bool != false
        }
    }
}
