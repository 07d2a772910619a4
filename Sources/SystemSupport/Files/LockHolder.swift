internal import SystemPackage

/// The holder of a ``LockMarker``: a process on a machine, since a boot.
struct LockHolder: Sendable, Equatable {
    /// The machine, its boot and the PID namespace, in which a process number is valid.
    let machine: String
    let process: Int32
    /// The start time of the process in the kernel's unit, since process numbers are reused.
    ///
    /// Empty without `/proc`.
    let start: String

    init(machine: String, process: Int32, start: String) {
        self.machine = machine
        self.process = process
        self.start = start
    }

    /// This process.
    static var current: Self {
        let process = getpid()
        return Self(machine: Self.thisMachine, process: process, start: startTime(of: process))
    }

    /// Parses the content of a marker, or returns nil if it is invalid or still being written.
    init?(parsing bytes: [UInt8]) {
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2].last == "\n", let process = Int32(words[1]) else { return nil }
        self.init(machine: String(words[0]), process: process, start: String(words[2].dropLast()))
    }

    var bytes: [UInt8] { Array("\(machine) \(process) \(start)\n".utf8) }

    /// Whether the process has exited, as far as `observer` can tell.
    func hasEnded(seenFrom observer: LockHolder) -> Bool {
        guard machine == observer.machine else { return false }
        guard kill(process, 0) == 0 || errno != ESRCH else { return true }
        let present = Self.startTime(of: process)
        return !start.isEmpty && !present.isEmpty && start != present
    }

    private static var thisMachine: String {
        let boot = firstLine(of: "/proc/sys/kernel/random/boot_id")
        var name = [CChar](repeating: 0, count: 256)
        _ = unsafe gethostname(&name, name.count - 1)
        let host = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return [host, boot, linkText("/proc/self/ns/pid")].joined(separator: ",")
            .split(whereSeparator: \.isWhitespace).joined()
    }

    /// Returns field 22 of proc_pid_stat(5).
    ///
    /// Field 2 is a name in parentheses that may contain any characters.
    private static func startTime(of process: Int32) -> String {
        let fields =
            firstLine(of: FilePath("/proc/\(process)/stat")).split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 19 ? String(fields[19]) : ""
    }
}

private func firstLine(of path: FilePath) -> String {
    guard let file = try? path.open(O_RDONLY), let bytes = try? file.descriptor.readFully(limit: 4096) else {
        return ""
    }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
}

private func linkText(_ path: FilePath) -> String {
    (try? path.linkTarget())??.string ?? ""
}
