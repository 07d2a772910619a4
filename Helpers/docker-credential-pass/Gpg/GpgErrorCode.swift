/// The codes of libgpg-error that change what the user can do: err-codes.h.in.
///
/// Codes above 32768 are errors of the system.
enum GpgErrorCode {
    static let noPublicKey = 9
    static let badPassphrase = 10
    static let checksumError = 11
    static let noSecretKey = 17
    static let timeout = 62
    static let noAgent = 77
    static let noPinentry = 85
    static let badPIN = 87
    static let cancelled = 99
    static let cardRemoved = 110
    static let cardNotPresent = 112
    static let noCardDaemon = 119
    static let fullyCancelled = 198
    static let outOfMemory = 32854

    /// The codes for a terminal that cannot be opened: EACCES, ENOENT, ENOTTY and ENXIO.
    static let terminalErrors: Set = [32769, 32849, 32870, 32872]
}
