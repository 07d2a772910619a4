package import SystemPackage

/// The terminal that this process was started from.
///
/// gpg-agent needs its name, because gpg-agent is in another session, where `/dev/tty` is another terminal or missing.
package enum ControllingTerminal {
    /// Returns the terminal's path; nil if there is no terminal or its name is unknown.
    package static func path() -> FilePath? {
        // Field 7 of stat in proc(5). The standard streams may all be pipes and files.
        guard let file = try? RegularFile.read("/proc/self/stat", limit: 1 << 16),
            let path = path(inStatus: file.bytes), let status = try? FileStatus(of: path), status.kind == .device
        else { return nil }
        return path
    }

    /// Returns the terminal in the content of `/proc/PID/stat`.
    package static func path(inStatus bytes: [UInt8]) -> FilePath? {
        // The second field is a file name in parentheses, which may itself contain parentheses and blanks.
        guard let bracket = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = bytes[(bracket + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 4, let number = Int32(String(decoding: fields[4], as: UTF8.self)) else { return nil }
        return path(forDevice: UInt32(bitPattern: number))
    }

    /// Returns the name of a device: Documentation/admin-guide/devices.txt of Linux.
    ///
    /// proc(5) describes the number.
    private static func path(forDevice number: UInt32) -> FilePath? {
        let major = number >> 8 & 0xFFF
        let minor = number & 0xFF | number >> 12 & 0xFFF00
        switch major {
        case 136...143: return FilePath("/dev/pts/\((major - 136) * 256 + minor)")
        case 4 where minor < 64: return FilePath("/dev/tty\(minor)")
        case 4: return FilePath("/dev/ttyS\(minor - 64)")
        case 204 where minor >= 64: return FilePath("/dev/ttyAMA\(minor - 64)")
        case 229: return FilePath("/dev/hvc\(minor)")
        default: return nil
        }
    }
}
