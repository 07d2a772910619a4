package import SystemPackage
internal import SystemSupport

/// Programs and permissions that some tests need.
package enum Tool {
    /// Returns the path of an installed program.
    ///
    /// - Throws: ``MissingRequirement`` with advice on how to install it.
    package static func path(of name: String) throws -> FilePath {
        do {
            return try ExecutableSearch.find(name, in: .current)
        } catch {
            throw MissingRequirement(names: [name])
        }
    }

    /// Returns the programs that are not installed.
    package static func missing(_ names: [String]) -> [String] {
        names.filter { (try? path(of: $0)) == nil }
    }

    /// Whether a missing program fails a test (`DOCKER_CREDENTIALS_REQUIRE_TOOLS` is 1) or skips it.
    package static var isRequired: Bool { ProcessEnvironment.current["DOCKER_CREDENTIALS_REQUIRE_TOOLS"] == "1" }

    /// Whether this process is root, which can mount and create files of other users.
    package static var isRoot: Bool { CurrentProcess.effectiveUser == 0 }
}

/// The error for a missing requirement of a test.
package struct MissingRequirement: Error, CustomStringConvertible {
    /// The missing programs, or `root`.
    let names: [String]

    package var description: String { "missing on this machine: \(names.joined(separator: ", "))" }
}
