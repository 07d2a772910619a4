/// The exit statuses of the program, as docker-creds(1) lists them.
enum ExitStatus: Int32, Sendable {
    /// Something failed.
    case failed = 1
    /// The registry rejected the credentials.
    case rejected = 2
    /// `doctor` could not run, so there are no findings.
    static let couldNotRun = rejected
    /// There are no credentials for the registry.
    case notFound = 3
    /// The command line is wrong: `EX_USAGE` of sysexits.h, as in the argument parser.
    case usage = 64
}
