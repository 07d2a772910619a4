import HelperProtocol
import SystemPackage
import SystemSupport

/// What the environment decides: where the session bus is, which keyring is meant, how long a wait may be.
struct SecretServiceSettings: Equatable {
    /// The address of the session bus; nil if there is none.
    let busAddress: String?
    /// Where it was looked for, for the message that there is none.
    let whyNoBus: String
    /// The label or alias of the collection that `store` puts its items into; nil for the default one.
    let collection: String?
    /// Whether there is a display on which a prompt could be seen.
    let hasDisplay: Bool
    /// The limit of all that this process waits for.
    let timeout: Duration
    /// Whether secrets are encrypted on the bus: `DOCKER_CREDENTIAL_SECRETSERVICE_ENCRYPT=1`, and always where the bus
    /// is not a socket of this machine.
    let isEncrypted: Bool
    /// Whether a missing keyring is an error for `get` and `list` too.
    let isStrict: Bool

    static let collectionVariable = "DOCKER_CREDENTIAL_SECRETSERVICE_COLLECTION"

    static let encryptVariable = "DOCKER_CREDENTIAL_SECRETSERVICE_ENCRYPT"

    /// Reads the environment.
    ///
    /// - Parameters:
    ///   - environment: The variables of the process.
    ///   - isSocket: Tells whether a path leads to a socket.
    /// - Throws: ``HelperError`` if `DOCKER_CREDENTIAL_TIMEOUT` is not a number of seconds.
    init(environment: ProcessEnvironment, isSocket: (FilePath) -> Bool) throws(HelperError) {
        let common = try HelperSettings(environment: environment.variables)
        timeout = common.timeout
        isStrict = common.isStrict
        collection = environment[Self.collectionVariable]
        hasDisplay = environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil
        busAddress = Self.busAddress(in: environment, isSocket: isSocket)
        whyNoBus = Self.whyNoBus(in: environment)
        let isLocal = busAddress?.split(separator: ";").allSatisfy { $0.hasPrefix("unix:") } ?? true
        isEncrypted = environment[Self.encryptVariable] == "1" || !isLocal
    }

    /// Where the session bus is, by the D-Bus specification ("Well-known message bus instances") and systemd's socket.
    ///
    /// `autolaunch:` is passed over: it would start a bus, whose keyring is empty and locked.
    private static func busAddress(in environment: ProcessEnvironment, isSocket: (FilePath) -> Bool) -> String? {
        let given = environment["DBUS_SESSION_BUS_ADDRESS"] ?? ""
        let usable = given.split(separator: ";").filter { !$0.hasPrefix("autolaunch:") }
        guard usable.isEmpty else { return usable.joined(separator: ";") }
        guard let directory = environment["XDG_RUNTIME_DIR"].map({ FilePath($0) }), directory.isAbsolute else {
            return nil
        }
        let socket = directory.appending("bus")
        return isSocket(socket) ? "unix:path=\(escaped(socket.string))" : nil
    }

    private static func whyNoBus(in environment: ProcessEnvironment) -> String {
        let address =
            switch environment["DBUS_SESSION_BUS_ADDRESS"] {
            case nil: "DBUS_SESSION_BUS_ADDRESS is not set"
            case _?: "DBUS_SESSION_BUS_ADDRESS says no more than autolaunch:, which would start a bus"
            }
        let socket =
            switch environment["XDG_RUNTIME_DIR"].map({ FilePath($0) }) {
            case nil: "XDG_RUNTIME_DIR is not set"
            case let directory? where directory.isAbsolute: "there is no socket \(directory.appending("bus"))"
            case _?: "XDG_RUNTIME_DIR is not an absolute path"
            }
        return "\(address), and \(socket)"
    }

    /// A value of an address: all but a few bytes are written as `%` and two digits.
    private static func escaped(_ value: String) -> String {
        let plain = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_/.\\*".utf8
        return value.utf8.map { byte in
            guard !plain.contains(byte) else { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
        }.joined()
    }
}
