internal import SystemPackage

/// The memory that is available to this process.
package enum AvailableMemory {
    /// The available bytes without swapping, or nil if the system does not tell.
    ///
    /// This is the minimum for the machine, the control group and the process limits.
    package static var bytes: Int? {
        [machine, controlGroup, addressSpace].compactMap(\.self).min()
    }

    /// proc_meminfo(5).
    private static var machine: Int? {
        guard let line = lines(of: "/proc/meminfo").first(where: { $0.hasPrefix("MemAvailable:") }) else { return nil }
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }

    /// The limit of the cgroups(7) version 2 hierarchy, as seen in a container or from this process's own group.
    private static var controlGroup: Int? {
        guard let own = lines(of: "/proc/self/cgroup").first(where: { $0.hasPrefix("0::/") })?.dropFirst(4) else {
            return nil
        }
        let directories = ["/sys/fs/cgroup/\(own)", "/sys/fs/cgroup"]
        return directories.compactMap { directory in
            guard let limit = number(in: "\(directory)/memory.max"),
                let used = number(in: "\(directory)/memory.current")
            else { return nil }
            return max(0, limit - used)
        }.min()
    }

    /// getrlimit(2).
    private static var addressSpace: Int? {
        var limit = rlimit()
        #if canImport(Glibc)
        let result = unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        #else
        let result = unsafe getrlimit(RLIMIT_AS, &limit)
        #endif
        guard result == 0, limit.rlim_cur < rlim_t(Int.max) else { return nil }
        let used = lines(of: "/proc/self/statm").first?.split(separator: " ").first.flatMap { Int($0) } ?? 0
        return max(0, Int(limit.rlim_cur) - used * Int(getpagesize()))
    }

    private static func number(in path: String) -> Int? {
        lines(of: path).first.flatMap { Int($0) }
    }

    private static func lines(of path: String) -> [Substring] {
        guard let file = try? FilePath(path).open(O_RDONLY),
            let bytes = try? file.descriptor.readFully(limit: 1 << 16)
        else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
}
