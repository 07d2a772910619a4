/// What the program ends with, as its manual page has it.
enum ExitStatus: Int32 {
    /// Something failed.
    case failed = 1
    /// The registry does not accept the credential.
    case refused = 2
    /// There is no credential for the registry.
    case notFound = 3
    /// The command line cannot be understood: EX_USAGE of sysexits.h, as the argument parser has it.
    case usage = 64
}
