internal import SystemSupport

/// The address of the session bus, determined without starting one (dbus-daemon(1), "addresses").
enum BusAddress: Equatable {
    /// A socket in the file system.
    case path(String)
    /// A socket in Linux's abstract namespace.
    case abstract(String)
    /// No address is set; with the socket that was expected in XDG_RUNTIME_DIR, if that is set.
    case none(lookedFor: String?)

    /// Uses `DBUS_SESSION_BUS_ADDRESS`, or else `$XDG_RUNTIME_DIR/bus` if it exists.
    init(_ environment: ProcessEnvironment, exists: (String) -> Bool) {
        if let text = environment["DBUS_SESSION_BUS_ADDRESS"] {
            for address in text.split(separator: ";") where address.hasPrefix("unix:") {
                for pair in address.dropFirst("unix:".count).split(separator: ",") {
                    let parts = pair.split(separator: "=", maxSplits: 1)
                    guard parts.count == 2, let value = Self.unescaped(parts[1]) else { continue }
                    switch parts[0] {
                    case "path":
                        self = .path(value)
                        return
                    case "abstract":
                        self = .abstract(value)
                        return
                    default: continue
                    }
                }
            }
        }
        let socket = environment["XDG_RUNTIME_DIR"].map { "\($0)/bus" }
        self = if let socket, exists(socket) { .path(socket) } else { .none(lookedFor: socket) }
    }

    private static func unescaped(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
