internal import CSystemSupport
internal import SystemPackage

/// Core dumps of this process, which would contain its secrets.
package enum CoreDumps {
    /// Forbids core dumps, and prevents other processes of the user from inspecting this one, permanently.
    ///
    /// Child processes inherit only the size limit of core files.
    ///
    /// - Throws: Any error of setrlimit(2) or prctl(2).
    package static func forbid() throws(SystemError) {
        try reporting("forbid core dumps") { () throws(Errno) in try calling { system_support_forbid_core_dumps() } }
    }
}
