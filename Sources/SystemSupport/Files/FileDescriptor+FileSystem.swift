internal import CSystemSupport
internal import SystemPackage

extension FileDescriptor {
    /// The kind of file system that the file is on, as mount(8) names it; its number where it is not a known one.
    var fileSystemName: String {
        let number = system_support_file_system(rawValue)
        guard number != 0 else { return "the file system" }
        return Self.fileSystemNames[number] ?? "file system 0x\(String(number, radix: 16))"
    }

    /// Those that people have homes on (statfs(2); Lustre, GPFS and BeeGFS from their own sources).
    private static let fileSystemNames: [UInt32: String] = [
        0x6969: "nfs", 0x0BD0_0BD0: "lustre", 0x6573_5546: "fuse", 0xFF53_4D42: "cifs", 0xFE53_4D42: "smb2",
        0x5346_414F: "afs", 0x0102_1997: "9p", 0x00C3_6400: "ceph", 0x4750_4653: "gpfs", 0x1983_0326: "beegfs",
        0xEF53: "ext4", 0x5846_5342: "xfs", 0x9123_683E: "btrfs", 0x2FC1_2FC1: "zfs", 0x0102_1994: "tmpfs",
        0x794C_7630: "overlay",
    ]
}
