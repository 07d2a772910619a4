import SystemPackage
import SystemSupport

/// The paths of the programs under test.
enum BuiltPrograms {
    /// `DOCKER_CREDENTIALS_PROGRAMS` names the directory of the release programs; the default is beside the tests.
    static let directory: FilePath = {
        if let named = ProcessEnvironment.current["DOCKER_CREDENTIALS_PROGRAMS"] { return FilePath(named) }
        return besideTests
    }()

    private static let besideTests = FilePath(CommandLine.arguments[0]).removingLastComponent()

    static let autoHelper = directory.appending("docker-credential-auto")
    static let fileHelper = directory.appending("docker-credential-file")
    static let passHelper = directory.appending("docker-credential-pass")
    static let secretServiceHelper = directory.appending("docker-credential-secretservice")
    static let creds = directory.appending("docker-creds")
    static let conformance = directory.appending("helper-conformance")
    /// A program of the tests, which is not built for release.
    static let storeExerciser = besideTests.appending("store-exerciser")
}
