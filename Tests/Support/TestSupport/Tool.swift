package import SystemPackage
internal import SystemSupport

/// The programs and rights that tests need and a machine may not have.
package enum Tool {
    /// The path of an installed program.
    ///
    /// - Throws: ``MissingRequirement`` with how to get it.
    package static func path(of name: String) throws -> FilePath {
        do {
            return try ExecutableSearch.find(name, in: .current)
        } catch {
            throw MissingRequirement(names: [name])
        }
    }

    /// Those of `names` that are not installed.
    package static func missing(_ names: [String]) -> [String] {
        names.filter { (try? path(of: $0)) == nil }
    }

    /// Whether a missing program fails a test, as it does where `DOCKER_CREDENTIALS_REQUIRE_TOOLS` is 1, or skips it.
    package static var isRequired: Bool { ProcessEnvironment.current["DOCKER_CREDENTIALS_REQUIRE_TOOLS"] == "1" }

    /// Whether this process has the rights of root, which mounts and other users' files need.
    package static var isRoot: Bool { CurrentProcess.effectiveUser == 0 }
}

/// What a machine lacks for a test.
package struct MissingRequirement: Error, CustomStringConvertible {
    /// Programs, or `root`.
    let names: [String]

    package var description: String { "missing on this machine: \(names.joined(separator: ", "))" }
}
