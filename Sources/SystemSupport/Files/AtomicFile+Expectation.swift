internal import SystemPackage

extension AtomicFile {
    /// The required state of a file when it is replaced, since other programs do not take our lock.
    package enum Expectation: Sendable, Equatable {
        /// Any state.
        case anything
        /// The file does not exist.
        case nothing
        /// The file still has this status.
        case unchanged(FileStatus)
        /// The file still has this content, even if another program has written the same content again.
        case sameContent(as: RegularFile)

        func check(_ target: FilePath) throws(SystemError) {
            guard self != .anything else { return }
            let present = try reporting("replace", target) { () throws(Errno) in
                try target.statusIfPresent(followingLinks: false)
            }
            guard try holds(at: target, present) else {
                throw SystemError(
                    .changedMeanwhile,
                    "replace",
                    target,
                    because: "another program has changed it"
                )
            }
        }

        private func holds(at target: FilePath, _ present: FileStatus?) throws(SystemError) -> Bool {
            switch self {
            case .anything: return true
            case .nothing: return present == nil
            case .unchanged(let expected): return present?.isSameVersion(as: expected) == true
            case .sameContent(let expected):
                guard let present else { return false }
                if present.isSameVersion(as: expected.status) { return true }
                guard present.kind == .regular, present.size == Int64(expected.bytes.count) else { return false }
                return try RegularFile.readIfPresent(target, limit: Int(Int32.max))?.bytes == expected.bytes
            }
        }
    }
}
