import RegistryDiagnostics
import SystemSupport
import TestSupport
import Testing

/// Which login the fixes of C17 and C20 keep, and when there is no fix.
@Suite struct DiagnosticRemovalTests {
    /// An item: server, user, number and time of the last change.
    typealias Item = (server: String, user: String, number: Int, modified: UInt64)

    private static func fix(_ check: String, in machine: MachineFacts) -> DiagnosticFix? {
        DiagnosticChecks.findings(in: machine).first { $0.check == check }?.fix
    }

    @Test(
        arguments: [
            (
                [("h", "ann", 1, 2000), ("h", "bot", 2, 1000)],
                [" h: ann, saved 1970-01-01 00:33:20 UTC (kept)", "-h: bot, saved 1970-01-01 00:16:40 UTC"]
            ),
            (
                [("h", "ann", 9, 951_782_400), ("h", "bot", 10, 951_782_400), ("i", "zoe", 11, 951_782_400)],
                [" h: bot, saved 2000-02-29 00:00:00 UTC (kept)", "-h: ann, saved 2000-02-29 00:00:00 UTC"]
            ),
            (
                [("h", "", 2, 0), ("h", "a\u{202E}b", 1, 0), ("h", "c", 3, 1_795_752_377)],
                [
                    " h: c, saved 2026-11-27 04:06:17 UTC (kept)", #"-h: a\u{202E}b, saved at an unknown time"#,
                    "-h: no user, saved at an unknown time",
                ]
            ),
        ] as [([Item], [String])]
    )
    func `of a server's items in the keyring the newest is kept, and of equally new ones the highest number`(
        items: [Item],
        diff: [String]
    ) {
        let machine = Machines.keyring { keyring in
            keyring.items = items.compactMap { Machines.item($0.server, $0.user, number: $0.number, at: $0.modified) }
        }
        let fix = Self.fix("C17", in: machine)
        #expect(fix?.subject == "the keyring's items for h" && fix?.diff == diff)
    }

    @Test(arguments: [
        ["ghcr.io", "GHCR.io"], ["ghcr.io", "https://ghcr.io"], ["ghcr.io", "ghcr.io/"],
        ["\u{E9}.example", "e\u{301}.example"],
    ])
    func `aliases of one server are not several items`(_ servers: [String]) {
        let machine = Machines.keyring { keyring in
            keyring.items = servers.enumerated().compactMap { Machines.item($1, "ann", number: $0) }
        }
        #expect(DiagnosticChecks.findings(in: machine).allSatisfy { $0.check != "C17" })
    }

    @Test func `items with other attributes are no credentials, and a locked item offers no fix`() throws {
        let attributes = ["xdg:schema": "io.docker.Credentials", "docker_cli": "1", "server": "h", "username": "ann"]
        #expect(KeyringFacts.Item(path: "/1", attributes: attributes)?.username == "ann")
        let changes = [["xdg:schema": "x"], ["docker_cli": "0"]] + [" h", "h\u{0}", ""].map { ["server": $0] }
        for change in changes {
            #expect(KeyringFacts.Item(path: "/1", attributes: attributes.merging(change) { $1 }) == nil, "\(change)")
        }
        let machine = Machines.keyring { keyring in
            keyring.items = [
                Machines.item("h", "ann", number: 1), Machines.item("h", "bot", number: 2, isLocked: true),
            ].compactMap(\.self)
        }
        let finding = try #require(DiagnosticChecks.findings(in: machine).first { $0.check == "C17" })
        #expect(finding.fix == nil && finding.remedy != nil)
    }

    /// An entry: user, state and time of the last change.
    typealias Entry = (user: String, state: PasswordStoreFacts.Entry.State, modified: Int)

    @Test(
        arguments: [
            ([("ann", .usable, 2), ("bot", .usable, 1)], "ann", 1),
            ([("ann", .usable, 1), ("bot", .usable, 2)], "bot", 1),
            ([("ann", .usable, 2), ("bot", .usable, 2)], "ann", 1),
            ([("ann", .damaged, 3), ("bot", .usable, 1), ("x/y", .conflict, 9)], "bot", 2),
            ([("ann", .damaged, 3), ("bot", .damaged, 1)], nil, 0), ([("ann", .usable, 3), ("bot", .link, 1)], nil, 0),
            ([("ann", .usable, 3), ("b\u{1}t", .usable, 1)], nil, 0),
        ] as [([Entry], String?, Int)]
    )
    func `of a server's entries in the password store the newest is kept, and of equally new ones the first`(
        entries: [Entry],
        kept: String?,
        removed: Int
    ) throws {
        let machine = Machines.passwordStore { store in
            let entries = entries.map { entry in
                PasswordStoreFacts.Entry(
                    username: entry.user,
                    state: entry.state,
                    modified: .seconds(entry.modified),
                    version: entry.user
                )
            }
            store.folders = [.init(name: "aA==", server: "h", entries: entries)]
        }
        let finding = try #require(DiagnosticChecks.findings(in: machine).first { $0.check == "C20" })
        #expect(finding.remedy != nil && finding.fix?.subject == (kept == nil ? nil : finding.file))
        let diff = finding.fix?.diff ?? []
        let time = entries.first { $0.user == kept }?.modified ?? 0
        #expect(diff.first == kept.map { " h: \($0), saved 1970-01-01 00:00:0\(time) UTC (kept)" })
        #expect(diff.count { $0.hasPrefix("-h: ") } == removed)
    }

    /// A change after which `pass rm` would not be safe, or not what `get` reads.
    struct Obstacle: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout MachineFacts) -> Void

        init(_ name: String, _ change: @escaping @Sendable (inout MachineFacts) -> Void) {
            testDescription = name
            self.change = change
        }
    }

    private static let users = Machines.entries("ann", "bot")

    @Test(arguments: [
        Obstacle("pass is not installed") { $0.passwordStore?.hasPass = false },
        Obstacle("another program") { $0.environment.set("DOCKER_CREDENTIAL_PASS_PROGRAM", to: "gopass") },
        Obstacle("a link") {
            $0.passwordStore?.folders = [.init(name: "aA==", server: "h", entries: users, isLink: true)]
        },
        Obstacle("another name for the server") {
            $0.passwordStore?.folders = [.init(name: "aB==", server: "h", entries: users)]
        },
    ])
    func `a password store that pass rm cannot change safely has no fix`(_ obstacle: Obstacle) throws {
        var machine = Machines.passwordStore { $0.folders = [.init(name: "aA==", server: "h", entries: Self.users)] }
        #expect(Self.fix("C20", in: machine) != nil)
        obstacle.change(&machine)
        let finding = try #require(DiagnosticChecks.findings(in: machine).first { $0.check == "C20" })
        #expect(finding.fix == nil && finding.remedy != nil)
    }
}
