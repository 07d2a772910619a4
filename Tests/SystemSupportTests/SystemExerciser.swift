import SystemPackage
import TestSupport

/// The program `system-exerciser`, which is built next to the tests.
enum SystemExerciser {
    static let path = FilePath(CommandLine.arguments[0]).removingLastComponent().appending("system-exerciser")
}

extension TemporaryDirectory {
    /// Runs a script in which `$exerciser` is the program.
    @discardableResult
    func exercise(_ script: String) throws -> String {
        try shell("export SWIFT_BACKTRACE=enable=no exerciser='\(SystemExerciser.path)'; \(script)")
    }
}
