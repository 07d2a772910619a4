import SystemPackage
import SystemSupport
import TestSupport

/// A temporary directory whose scripts can call `$EXERCISER`, which uses a store in another process.
final class StoreDirectory: Sendable {
    var path: FilePath { directory.path }
    private let directory: TemporaryDirectory

    init(in parent: FilePath = "/tmp") throws { directory = try TemporaryDirectory(in: parent) }

    /// Returns the path of a file in the directory.
    func file(_ name: String) -> String { path.appending(name).string }

    /// Runs a script in the directory and returns its output without the last line feed.
    @discardableResult
    func shell(_ script: String) throws -> String {
        let variables = ProcessEnvironment.current.variables.merging(["EXERCISER": Self.exerciser.string]) { $1 }
        return try directory.shell(script, variables: variables)
    }

    /// The program beside the tests that uses a store in another process.
    private static let exerciser = FilePath(CommandLine.arguments[0]).removingLastComponent().appending(
        "store-exerciser"
    )
}
