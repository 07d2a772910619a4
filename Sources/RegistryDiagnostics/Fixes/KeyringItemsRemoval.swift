internal import HelperProtocol
internal import RegistryCredentials
internal import SystemSupport

/// The deletion of all items of a server in the keyring except the one that `get` uses.
///
/// It reads no secret and never prompts. The items must be the examined ones.
struct KeyringItemsRemoval: Sendable, Equatable {
    let kept: KeyringFacts.Item
    /// The other items of the same server, oldest first.
    let removed: [KeyringFacts.Item]
    private let keyring: KeyringProbe

    /// The name that docker-credential-secretservice owns while it changes the keyring.
    private static let turn = "io.docker.Credentials.Turn"
    private static let timeout = Duration.seconds(10)

    /// The change for the items of one server; nil if one of them is locked.
    ///
    /// - Parameters:
    ///   - items: The items, in the order of the search.
    ///   - environment: The variables that lead to the session bus.
    ///   - user: The effective user ID.
    init?(_ items: [KeyringFacts.Item], _ environment: ProcessEnvironment, user: UInt32) {
        guard items.count > 1, !items.contains(where: \.isLocked), let kept = KeyringFacts.Item.newest(of: items) else {
            return nil
        }
        self.kept = kept
        removed = items.filter { $0 != kept }.sorted { ($0.modified, $0.number) < ($1.modified, $1.number) }
        keyring = KeyringProbe(environment: environment, user: user, timeout: Self.timeout)
    }

    /// The item to keep, then the items to delete.
    var diff: [String] { [" \(Self.line(kept)) (kept)"] + removed.map { "-\(Self.line($0))" } }

    private static func line(_ item: KeyringFacts.Item) -> String {
        let user = item.username.isEmpty ? "no user" : item.username
        let saved = CalendarTime(secondsSince1970: Int(clamping: item.modified)).text
        let time = item.modified == 0 ? "at an unknown time" : saved
        return "\(item.server.text.withoutUserInformation): \(user), saved \(time)".escapedForDisplay
    }

    /// Deletes the items, oldest first, so that the newest are left if a deletion fails.
    ///
    /// - Throws: ``DiagnosticFixError``, or an error of the bus.
    func apply() throws {
        var bus = try keyring.connect()
        try takeTurn(&bus)
        try check(&bus)
        for item in removed {
            try expect(kept, &bus)
            try expect(item, &bus)
            try delete(item, &bus)
        }
        guard try bus.dockerItems(of: kept.server.text).map(\.path) == [kept.path] else {
            throw DiagnosticFixError("the keyring did not delete the items, and reported that it did", advice: again)
        }
    }

    /// Keeps docker-credential-secretservice from changing the keyring until the connection ends.
    private func takeTurn(_ bus: inout BusConnection) throws {
        let withoutQueueing: UInt32 = 4
        var reply = try bus.call(.bus("RequestName", .string(Self.turn), .number(withoutQueueing)))
        // 3: another connection owns the name. A bus that allows no names gives an error, and helpers go on too.
        guard reply?.number() != 3 else {
            throw DiagnosticFixError(
                "docker-credential-secretservice is changing the keyring",
                advice: "Try again when it has ended"
            )
        }
    }

    /// Checks that the keyring has the examined items for this server and no others, so that `get` uses the same one.
    private func check(_ bus: inout BusConnection) throws {
        try expect(kept, &bus)
        var items = try bus.dockerItems(of: kept.server.text)
        for index in items.indices { try bus.readTimes(of: &items[index]) }
        guard !items.contains(where: \.isLocked) else { throw Self.locked }
        guard Set(items) == Set(removed + [kept]), KeyringFacts.Item.newest(of: items) == kept else { throw changed }
    }

    /// Checks that an item is still the examined one.
    private func expect(_ item: KeyringFacts.Item, _ bus: inout BusConnection) throws {
        guard var now = try bus.dockerItem(at: item.path) else {
            // A locked database of KeePassXC has no items.
            throw try bus.hasLockedDefault() ? Self.locked : changed
        }
        guard !now.isLocked else { throw Self.locked }
        try bus.readTimes(of: &now)
        guard now == item else { throw changed }
    }

    private func delete(_ item: KeyringFacts.Item, _ bus: inout BusConnection) throws {
        let call = BusCall(
            destination: SecretServiceNames.service,
            path: item.path,
            interface: SecretServiceNames.item,
            member: "Delete"
        )
        var reply = try bus.call(call)
        let prompt = reply?.string()
        guard prompt != "/" else { return }
        if try bus.isLocked(item.path, SecretServiceNames.item) != false { throw Self.locked }
        let reason = prompt == nil ? "the keyring refused to delete it" : "the keyring prompts before it deletes one"
        throw DiagnosticFixError("an older item was not deleted: \(reason)", advice: again)
    }

    private static let locked = DiagnosticFixError(Diagnosis.lockedKeyring())

    private var changed: DiagnosticFixError {
        DiagnosticFixError(
            "the items for \(kept.server.text.withoutUserInformation) have changed since they were examined",
            advice: "Run it again, which examines them again"
        )
    }

    private var again: String {
        "Log in once more, which leaves one: docker creds login \(kept.server.text.withoutUserInformation.shellQuoted)"
    }
}

extension BusConnection {
    fileprivate mutating func hasLockedDefault() throws(Failure) -> Bool {
        try isLocked("\(SecretServiceNames.path)/aliases/default", SecretServiceNames.collection) == true
    }
}
