import HelperProtocol
import SystemPackage
import SystemSupport

/// The settings in the environment: the session bus, the collection and the time limit.
struct SecretServiceSettings: Equatable {
    /// The address of the session bus; nil if there is none.
    let busAddress: String?
    /// Why there is no session bus, for the message.
    let whyNoBus: String
    /// The label or alias of the collection for new items; nil for the default collection.
    let collection: String?
    /// Whether there is a display for prompts.
    let hasDisplay: Bool
    /// The settings of all helpers.
    ///
    /// The timeout is for all waits of this process together.
    let common: HelperSettings
    /// Whether secrets are encrypted on the bus.
    ///
    /// They are with `DOCKER_CREDENTIAL_SECRETSERVICE_ENCRYPT=1`, and always if the bus is not a local socket.
    let isEncrypted: Bool

    static let collectionVariable = "DOCKER_CREDENTIAL_SECRETSERVICE_COLLECTION"

    static let encryptVariable = "DOCKER_CREDENTIAL_SECRETSERVICE_ENCRYPT"

    /// Reads the environment.
    ///
    /// - Parameters:
    ///   - environment: The variables of the process.
    ///   - isSocket: Whether there is a socket at a path.
    /// - Throws: ``HelperError`` if `DOCKER_CREDENTIAL_TIMEOUT` is not a number of seconds.
    init(environment: ProcessEnvironment, isSocket: (FilePath) -> Bool) throws(HelperError) {
        common = try HelperSettings { environment[$0] }
        collection = environment[Self.collectionVariable]
        hasDisplay = environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil
        busAddress = Self.busAddress(in: environment, isSocket: isSocket)
        whyNoBus = Self.whyNoBus(in: environment)
        let isLocal = busAddress?.split(separator: ";").allSatisfy { $0.hasPrefix("unix:") } ?? true
        isEncrypted = environment[Self.encryptVariable] == "1" || !isLocal
    }

    /// Returns the address of the session bus: D-Bus specification, "Well-known message bus instances"; else the socket of
    /// systemd.
    ///
    /// `autolaunch:` is ignored: it would start a bus, whose keyring is empty and locked.
    private static func busAddress(in environment: ProcessEnvironment, isSocket: (FilePath) -> Bool) -> String? {
        let given = environment["DBUS_SESSION_BUS_ADDRESS"] ?? ""
        let usable = given.split(separator: ";").filter { !$0.hasPrefix("autolaunch:") }
        guard usable.isEmpty else { return usable.joined(separator: ";") }
        guard let directory = environment.path(of: "XDG_RUNTIME_DIR"), directory.isAbsolute else {
            return nil
        }
        let socket = directory.appending("bus")
        return isSocket(socket) ? "unix:path=\(escaped(socket.string))" : nil
    }

    private static func whyNoBus(in environment: ProcessEnvironment) -> String {
        let address =
            switch environment["DBUS_SESSION_BUS_ADDRESS"] {
            case nil: "DBUS_SESSION_BUS_ADDRESS is not set"
            case _?: "DBUS_SESSION_BUS_ADDRESS is autolaunch:, which would start a bus"
            }
        let socket =
            switch environment.path(of: "XDG_RUNTIME_DIR") {
            case nil: "XDG_RUNTIME_DIR is not set"
            case let directory? where directory.isAbsolute: "there is no socket \(directory.appending("bus"))"
            case _?: "XDG_RUNTIME_DIR is not an absolute path"
            }
        return "\(address), and \(socket)"
    }

    /// Escapes a value of an address: most bytes become `%` and two digits.
    private static func escaped(_ value: String) -> String {
        let plain = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_/.\\*".utf8
        return value.utf8.map { byte in
            guard !plain.contains(byte) else { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
        }.joined()
    }
}
