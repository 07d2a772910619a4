internal import SystemPackage
internal import SystemSupport

/// A minimal connection to a message bus, for calls with a deadline that start no programs.
///
/// It needs no desktop library, so the diagnostics run even if the Secret Service helper does not.
struct BusConnection: ~Copyable {
    /// The reason why the bus did not reply.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let socket: Int32
    private let deadline: Deadline
    private var serial: UInt32 = 0
    private var received: [UInt8] = []

    /// The size limit of a reply in bytes, enough for thousands of items.
    private static let sizeLimit = 4 << 20

    private init(_ socket: Int32, deadline: Deadline) {
        self.socket = socket
        self.deadline = deadline
    }

    /// Connects as the effective user and sends the greeting.
    static func open(_ address: BusAddress, user: UInt32, deadline: Deadline) throws(Failure) -> BusConnection {
        var connection = BusConnection(try connect(address), deadline: deadline)
        // "EXTERNAL": the bus reads the user ID from the socket and compares it with this one.
        let identity = "\(user)".utf8.map { String($0, radix: 16) }.joined()
        try connection.send(Array("\0AUTH EXTERNAL \(identity)\r\n".utf8))
        guard try connection.line().hasPrefix("OK ") else {
            throw Failure(description: "it denies access to this user")
        }
        try connection.send(Array("BEGIN\r\n".utf8))
        _ = try connection.call(.bus("Hello"))
        return connection
    }

    deinit { close(socket) }

    private static func connect(_ address: BusAddress) throws(Failure) -> Int32 {
        let name: [UInt8]
        switch address {
        case .path(let path): name = Array(path.utf8)
        case .abstract(let path): name = [0] + Array(path.utf8)
        case .none: throw Failure(description: "there is no address")
        }
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        guard name.count < MemoryLayout.size(ofValue: target.sun_path) else {
            throw Failure(description: "its path is too long for a socket")
        }
        unsafe withUnsafeMutableBytes(of: &target.sun_path) { unsafe $0.copyBytes(from: name) }
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(description: "\(Errno(rawValue: errno))") }
        let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        // The length ends an abstract name; a NUL ends a path.
        let length = socklen_t(start + name.count + (name.first == 0 ? 0 : 1))
        let status = unsafe withUnsafePointer(to: &target) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(descriptor, $0, length)
            }
        }
        guard status == 0 else {
            let reason = "\(Errno(rawValue: errno))"
            close(descriptor)
            throw Failure(description: reason)
        }
        return descriptor
    }

    /// Calls a method and returns the body of the reply; nil if the reply is an error, such as for a missing object.
    mutating func call(_ call: BusCall) throws(Failure) -> BusReader? {
        serial += 1
        try send(call.encoded(serial: serial))
        while true {
            let message = try message()
            // 2: a reply, 3: an error. Signals are skipped.
            guard message.answers == serial, message.kind == 2 || message.kind == 3 else { continue }
            return message.kind == 2 ? BusReader(message.body) : nil
        }
    }

    // MARK: Messages

    private struct Message {
        let kind: UInt8
        let answers: UInt32?
        let body: [UInt8]
    }

    private mutating func message() throws(Failure) -> Message {
        let header = try bytes(16, removing: false)
        var reader = BusReader(header)
        guard header[0] == UInt8(ascii: "l") else { throw Failure(description: "it replies in another byte order") }
        for _ in 0..<4 { _ = reader.byte() }
        guard let body = reader.number(), reader.number() != nil, let fields = reader.number(),
            Int(body) + Int(fields) < Self.sizeLimit
        else { throw Failure(description: "it sent a message that is too large") }
        let start = (16 + Int(fields) + 7) / 8 * 8
        let whole = try bytes(start + Int(body), removing: true)
        return Message(kind: header[1], answers: Self.replySerial(whole, fields), body: Array(whole[start...]))
    }

    /// Returns header field 5, the serial of the call that is answered.
    private static func replySerial(_ message: [UInt8], _ length: UInt32) -> UInt32? {
        var reader = BusReader(Array(message.prefix(16 + Int(length))))
        for _ in 0..<16 { _ = reader.byte() }
        while reader.offset < 16 + Int(length) {
            reader.align(8)
            guard let code = reader.byte(), let signature = reader.signature() else { return nil }
            switch signature {
            case "u":
                guard let value = reader.number() else { return nil }
                if code == 5 { return value }
            case "s", "o": if reader.string() == nil { return nil }
            case "g": if reader.signature() == nil { return nil }
            default: return nil
            }
        }
        return nil
    }

    // MARK: Bytes

    private func send(_ bytes: [UInt8]) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            try wait(for: Int16(POLLOUT))
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw Failure(description: "\(Errno(rawValue: errno))")
            }
            rest = rest.dropFirst(count)
        }
    }

    private mutating func receive() throws(Failure) {
        try wait(for: Int16(POLLIN))
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe chunk.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, $0.count, 0) }
        if count < 0, errno == EINTR { return }
        guard count > 0 else { throw Failure(description: "it closed the connection") }
        received += chunk[..<count]
    }

    private mutating func bytes(_ count: Int, removing: Bool) throws(Failure) -> [UInt8] {
        while received.count < count { try receive() }
        defer { if removing { received.removeFirst(count) } }
        return Array(received[..<count])
    }

    private mutating func line() throws(Failure) -> String {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                defer { received.removeFirst(end + 1) }
                return String(decoding: received[..<end], as: UTF8.self)
            }
            guard received.count < 4096 else { throw Failure(description: "it is not a message bus") }
            try receive()
        }
    }

    private func wait(for events: Int16) throws(Failure) {
        var poll = pollfd(fd: socket, events: events, revents: 0)
        let milliseconds = deadline.remaining.map { Int32(max(0, $0 / .milliseconds(1))) } ?? -1
        let count = unsafe Glibc.poll(&poll, 1, milliseconds)
        guard count != 0 else { throw Failure(description: deadline.expiry) }
        guard count > 0 || errno == EINTR else { throw Failure(description: "\(Errno(rawValue: errno))") }
    }
}
