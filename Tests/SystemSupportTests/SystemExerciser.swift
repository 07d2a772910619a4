import SystemPackage
import TestSupport

/// A program of the tests, which lies beside them.
enum SystemExerciser {
    static let path = FilePath(CommandLine.arguments[0]).removingLastComponent().appending("system-exerciser")
}

extension TemporaryDirectory {
    /// Runs a script in which `$exerciser` is that program.
    @discardableResult
    func exercise(_ script: String) throws -> String {
        try shell("export SWIFT_BACKTRACE=enable=no exerciser='\(SystemExerciser.path)'; \(script)")
    }
}
