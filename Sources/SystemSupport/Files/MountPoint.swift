package import SystemPackage

/// A place where a file system, or a single file, is mounted.
package struct MountPoint: Sendable, Equatable {
    /// Where it is.
    package let path: FilePath
    /// Whether nothing can be written there.
    package let isReadOnly: Bool
    /// The kind of file system, such as `tmpfs`.
    package let fileSystem: String

    /// The mount points of this process, in the order in which they were mounted; none where the kernel does not tell.
    package static var all: [MountPoint] {
        guard let file = try? FilePath("/proc/self/mountinfo").open(O_RDONLY),
            let bytes = try? file.descriptor.readFully(limit: 16 << 20)
        else { return [] }
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap(MountPoint.init(parsing:))
    }

    /// Reads a line of proc_pid_mountinfo(5); nil for any other.
    init?(parsing line: ArraySlice<UInt8>) {
        let fields = line.split(separator: UInt8(ascii: " "))
        guard let separator = fields.firstIndex(where: { $0.elementsEqual([UInt8(ascii: "-")]) }), separator >= 6,
            fields.count > separator + 1
        else { return nil }
        path = FilePath(Self.unescaped(fields[4]).map(CChar.init(bitPattern:)))
        isReadOnly = fields[5].split(separator: UInt8(ascii: ",")).contains { $0.elementsEqual("ro".utf8) }
        fileSystem = String(decoding: fields[separator + 1], as: UTF8.self)
    }

    /// The kernel writes blanks, tabs, line ends and backslashes as three octal digits.
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
