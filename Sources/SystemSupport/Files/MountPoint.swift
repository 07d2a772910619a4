package import SystemPackage

/// A mount point of a file system or a single file.
package struct MountPoint: Sendable, Equatable {
    /// The path of the mount point.
    package let path: FilePath
    /// Whether it is mounted read-only.
    package let isReadOnly: Bool
    /// The kind of file system, such as `tmpfs`.
    package let fileSystem: String

    /// The mount points of this process in mount order, or an empty array if the kernel does not list them.
    package static var all: [MountPoint] {
        guard let file = try? FilePath("/proc/self/mountinfo").open(O_RDONLY),
            let bytes = try? file.descriptor.readFully(limit: 16 << 20)
        else { return [] }
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap(MountPoint.init(parsing:))
    }

    /// Parses a line of proc_pid_mountinfo(5), or returns nil if it is invalid.
    init?(parsing line: ArraySlice<UInt8>) {
        let fields = line.split(separator: UInt8(ascii: " "))
        guard let separator = fields.firstIndex(where: { $0.elementsEqual([UInt8(ascii: "-")]) }), separator >= 6,
            fields.count > separator + 1
        else { return nil }
        path = FilePath(Self.unescaped(fields[4]).map(CChar.init(bitPattern:)))
        isReadOnly = fields[5].split(separator: UInt8(ascii: ",")).contains { $0.elementsEqual("ro".utf8) }
        fileSystem = String(decoding: fields[separator + 1], as: UTF8.self)
    }

    /// Decodes the octal escapes that the kernel writes for spaces, tabs, line feeds and backslashes.
    private static func unescaped(_ field: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = field
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ (0x30...0x37).contains($0) }) {
                bytes.append(digits.reduce(0) { $0 &* 8 &+ ($1 - 0x30) })
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
