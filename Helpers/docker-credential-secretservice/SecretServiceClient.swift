#if SecretService && os(Linux)
import CLibsecret
import HelperProtocol

/// The Secret Service on the session bus: its calls, and nothing of what they are for.
///
/// The interface is the Secret Service API 0.2 of freedesktop.org. GDBus is called and not libsecret's item objects,
/// each of which loads all properties of its item in a round trip of its own, whether they are wanted or not.
final class SecretServiceClient: SecretServiceCalls {
    let bus: SessionBus
    /// The provider's unique name: what is asked is asked of this one process.
    let provider: String
    let hasDisplay: Bool
    private let isEncrypted: Bool
    let diagnostics: HelperDiagnostics
    private var openSession: (any SecretSession)?

    static let name = "org.freedesktop.secrets"
    static let path = "/org/freedesktop/secrets"
    static let prefix = "org.freedesktop.Secret."

    /// Finds the bus and who keeps secrets there.
    init(_ settings: SecretServiceSettings, diagnostics: HelperDiagnostics) throws(SecretServiceError) {
        guard let address = settings.busAddress else {
            throw .noBus("DBUS_SESSION_BUS_ADDRESS is not set, and there is no $XDG_RUNTIME_DIR/bus")
        }
        self.diagnostics = diagnostics
        hasDisplay = settings.hasDisplay
        isEncrypted = settings.isEncrypted
        diagnostics.trace("connecting to \(address)")
        bus = try SessionBus(at: address, loop: EventLoop(timeout: settings.timeout))
        provider = try Self.findProvider(on: bus, diagnostics: diagnostics)
        diagnostics.trace("the keyring is \(provider)")
    }

    // MARK: Reading

    func search(_ attributes: [String: String]) throws(SecretServiceError) -> [SecretItem] {
        let reply = try call(Self.path, "Service", "SearchItems", .tuple(.strings(attributes)))
        let members = reply.members
        guard members.count == 2, let open = members[0].strings, let locked = members[1].strings else {
            throw Self.unexpected("SearchItems")
        }
        diagnostics.trace("found \(open.count) items, and \(locked.count) locked ones")
        return open.map { SecretItem($0) } + locked.map { SecretItem($0, isLocked: true) }
    }

    func attributes(of items: [SecretItem]) throws(SecretServiceError) -> [[String: String]?] {
        try properties("Attributes", of: items).map { $0?.stringPairs }
    }

    func modificationTimes(of items: [SecretItem]) throws(SecretServiceError) -> [UInt64] {
        try properties("Modified", of: items).map { $0?.longNumber ?? 0 }
    }

    func secret(of item: SecretItem) throws(SecretServiceError) -> [UInt8]? {
        let session = try session()
        let arguments = Variant.tuple(.paths([item.path]), .path(session.path))
        let reply = try call(Self.path, "Service", "GetSecrets", arguments)
        guard let secrets = reply.members.first else { throw Self.unexpected("GetSecrets") }
        let entry = secrets.members.lazy.map(\.members).first { $0.first?.string == item.path }
        guard let entry, entry.count == 2 else { return nil }
        guard let secret = session.decode(entry[1]) else { throw Self.unexpected("GetSecrets") }
        return secret
    }

    private func properties(_ name: String, of items: [SecretItem]) throws(SecretServiceError) -> [Variant?] {
        let calls = items.map { getProperty(name, of: "Item", at: $0.path) }
        return try bus.answers(to: calls).map { try? $0.get().members.first?.unboxed }
    }

    // MARK: Changing

    func create(_ item: NewSecretItem, in collection: String) throws(SecretServiceError) -> SecretItem {
        let properties = Variant.properties([
            "\(Self.prefix)Item.Label": .string(item.label),
            "\(Self.prefix)Item.Attributes": .strings(item.attributes),
        ])
        let arguments = Variant.tuple(properties, try session().encode(item.secret), .boolean(true))
        let reply = try call(collection, "Collection", "CreateItem", arguments).members
        guard reply.count == 2, let path = reply[0].string, let prompt = reply[1].string else {
            throw Self.unexpected("CreateItem")
        }
        guard path == Self.noPath else { return SecretItem(path) }
        guard let made = try answerPrompt(prompt, .prompt).string else { throw Self.unexpected("CreateItem") }
        return SecretItem(made)
    }

    func delete(_ item: SecretItem) throws(SecretServiceError) {
        let answer = try bus.answer(to: serviceCall(item.path, "Item", "Delete"))
        if case .failure(let error) = answer, Self.isAbsence(error) { return }
        guard let prompt = try unwrap(answer).members.first?.string, prompt != Self.noPath else { return }
        _ = try answerPrompt(prompt, .prompt)
    }

    func waitForTurn() throws(SecretServiceError) {
        try bus.own("io.docker.Credentials.Turn", awaiting: .turn)
    }

    /// Opened when the first secret is to be read or written: most questions are answered with "not found".
    private func session() throws(SecretServiceError) -> any SecretSession {
        if let openSession { return openSession }
        let session = try isEncrypted ? nil : plainSession()
        let opened: any SecretSession = if let session { session } else { try EncryptedSecretSession(on: bus) }
        openSession = opened
        return opened
    }

    /// A session in clear; nil where the provider refuses one, as it may (Secret Service API, "OpenSession").
    private func plainSession() throws(SecretServiceError) -> PlainSecretSession? {
        let arguments = Variant.tuple(.string(PlainSecretSession.algorithm), .boxed(.string("")))
        let answer = try bus.answer(to: serviceCall(Self.path, "Service", "OpenSession", arguments))
        if case .failure(let error) = answer, error.isRemote("org.freedesktop.DBus.Error.NotSupported") { return nil }
        let reply = try unwrap(answer).members
        guard reply.count == 2, let path = reply[1].string else { throw Self.unexpected("OpenSession") }
        return PlainSecretSession(path: path)
    }
}
#endif
