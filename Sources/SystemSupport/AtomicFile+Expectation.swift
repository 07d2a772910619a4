internal import SystemPackage

extension AtomicFile {
    /// What has to be there at the moment a file is replaced: other programs do not take our lock.
    package enum Expectation: Sendable, Equatable {
        /// Whatever it is.
        case anything
        /// Nothing.
        case nothing
        /// The file with this status, unchanged since.
        case unchanged(FileStatus)

        func check(_ target: FilePath) throws(SystemError) {
            guard self != .anything else { return }
            let present = try reporting("replace", target) { () throws(Errno) in
                try target.statusIfPresent(followingLinks: false)
            }
            switch (self, present) {
            case (.unchanged(let expected), let present?) where present.isSameVersion(as: expected): return
            case (.nothing, nil): return
            default:
                throw SystemError(
                    .changedMeanwhile,
                    "replace",
                    target,
                    because: "another program changed it meanwhile"
                )
            }
        }
    }
}
