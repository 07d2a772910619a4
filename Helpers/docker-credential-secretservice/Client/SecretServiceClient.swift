#if SecretService && os(Linux)
import CLibsecret
import HelperProtocol
import SystemSupport

/// A client of the Secret Service API 0.2 of freedesktop.org on the session bus.
///
/// It uses GDBus and not the item objects of libsecret, each of which loads all properties of its item in its own round
/// trip.
final class SecretServiceClient: SecretServiceCalls {
    let bus: SessionBus
    let provider: SecretProvider
    let hasDisplay: Bool
    let mayPrompt: Bool
    let isEncrypted: Bool
    let diagnostics: HelperDiagnostics
    /// The session, once it is open.
    var openSession: (any SecretSession)?

    static let name = "org.freedesktop.secrets"
    static let path = "/org/freedesktop/secrets"
    static let prefix = "org.freedesktop.Secret."

    /// Connects to the bus and finds the provider.
    init(_ settings: SecretServiceSettings, diagnostics: HelperDiagnostics) throws(SecretServiceError) {
        guard let address = settings.busAddress else {
            throw .noBus(settings.whyNoBus)
        }
        self.diagnostics = diagnostics
        hasDisplay = settings.hasDisplay
        mayPrompt = !settings.common.forbidsPrompts
        isEncrypted = settings.isEncrypted
        diagnostics.trace("connecting to \(address)")
        do throws(SecretServiceError) {
            bus = try SessionBus(at: address, loop: EventLoop(timeout: settings.common.timeout))
            provider = try SecretProvider(of: Self.name, on: bus, diagnostics: diagnostics)
        } catch {
            guard case .timedOut(.bus, let limit) = error else { throw error }
            throw .noBus("no reply at \(address) for \(limit.inSeconds)")
        }
        diagnostics.trace("the keyring is \(provider.name)")
    }

    // MARK: Reading

    func attributes(of items: [SecretItem]) throws(SecretServiceError) -> [[String: String]?] {
        try Self.each(of: try properties("Attributes", of: items), is: "Attributes", \.stringPairs)
    }

    func modificationTimes(of items: [SecretItem]) throws(SecretServiceError) -> [UInt64] {
        try Self.each(of: try properties("Modified", of: items), is: "Modified", \.longNumber).map { $0 ?? 0 }
    }

    func properties(_ name: String, of items: [SecretItem]) throws(SecretServiceError) -> [Variant?] {
        try propertiesIfPresent(items.map { getProperty(name, of: "Item", at: $0.path) })
    }

    func secret(of item: SecretItem) throws(SecretServiceError) -> [UInt8]? {
        try withSession { session throws(SecretServiceError) in
            let arguments = Variant.tuple(try .paths([item.path]), try .path(session.path))
            let answer = try answers(to: [serviceCall(Self.path, "Service", "GetSecrets", arguments)])[0]
            if case .failure(let error) = answer, Self.isAbsence(error) { return .success(nil) }
            guard let secrets = try unwrap(answer).members.first, secrets.type.hasPrefix("a{o") else {
                throw Self.unexpected("GetSecrets")
            }
            let entry = secrets.members.lazy.map(\.members).first { $0.first?.objectPath == item.path }
            guard let entry, entry.count == 2 else { return .success(nil) }
            return session.decode(entry[1]).map { .success($0) } ?? .failure(Self.unexpected("GetSecrets"))
        }
    }

    // MARK: Changing

    func create(_ item: NewSecretItem, in collection: String) throws(SecretServiceError) -> SecretItem {
        let properties = Variant.properties([
            "\(Self.prefix)Item.Label": .string(item.label),
            "\(Self.prefix)Item.Attributes": .strings(item.attributes),
        ])
        // Does not replace an item with the same attributes: KeePassXC would prompt for that, and the old item would be
        // lost before the new one has been read back.
        let reply = try withSession { session throws(SecretServiceError) in
            let arguments = Variant.tuple(properties, try session.encode(item.secret), .boolean(false))
            let answer = try answers(to: [serviceCall(collection, "Collection", "CreateItem", arguments)])[0]
            guard case .failure(let error) = answer, Self.mayMeanDifferentKeys(error) else {
                return .success(try unwrap(answer).members)
            }
            return .failure(.failed(error.message))
        }
        guard reply.count == 2, let path = reply[0].objectPath, let prompt = reply[1].objectPath else {
            throw Self.unexpected("CreateItem")
        }
        guard path == Self.noPath else { return SecretItem(path) }
        guard let made = try answerPrompt(prompt, .prompt).objectPath, made != Self.noPath else {
            throw Self.unexpected("CreateItem")
        }
        return SecretItem(made)
    }

    func delete(_ item: SecretItem) throws(SecretServiceError) {
        guard let reply = try answersIfPresent(to: [serviceCall(item.path, "Item", "Delete")])[0] else { return }
        guard let prompt = reply.members.first?.objectPath else { throw Self.unexpected("Delete") }
        guard prompt != Self.noPath else { return }
        _ = try answerPrompt(prompt, .prompt)
    }

    func waitForTurn() throws(SecretServiceError) {
        try bus.own("io.docker.Credentials.Turn", awaiting: .turn)
    }
}
#endif
