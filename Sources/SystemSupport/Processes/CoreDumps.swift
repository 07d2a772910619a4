internal import CSystemSupport
internal import SystemPackage

/// Copies of this process's memory, secrets included, that the system would write when it crashes.
package enum CoreDumps {
    /// Forbids them, and other processes of the user to look into this one, for good.
    ///
    /// Programs that this one starts decide for themselves, but for the size limit of core files, which they inherit.
    ///
    /// - Throws: What setrlimit(2) or prctl(2) reports.
    package static func forbid() throws(SystemError) {
        try reporting("forbid core dumps") { () throws(Errno) in try calling { system_support_forbid_core_dumps() } }
    }
}
