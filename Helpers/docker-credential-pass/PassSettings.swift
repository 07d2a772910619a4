import HelperProtocol
import SystemPackage
import SystemSupport

/// The settings in the environment, read once for each call.
struct PassSettings {
    /// The variables, for child processes.
    let environment: ProcessEnvironment
    /// The store's directory, which need not exist.
    let store: FilePath
    /// Another program with pass's interface that performs every verb.
    let program: String?
    /// Options for every call of gpg.
    let gpgOptions: [String]
    /// Keys to encrypt to, instead of those in `.gpg-id`.
    let keys: [String]
    /// Fingerprints of keys, one of which must have signed `.gpg-id`; none if it need not be signed.
    let signingKeys: [String]
    /// The mask for the permissions of new files and directories.
    let umask: FilePermissions
    /// Whether `store` decrypts the new entry before it replaces the old one.
    let verifies: Bool
    /// Whether a missing store is an error for `get`, `list` and `erase` too.
    let isStrict: Bool
    /// Whether gpg may prompt for a passphrase.
    let mayPrompt: Bool
    /// The end of the time for this call.
    let deadline: Deadline

    static let storeVariable = "PASSWORD_STORE_DIR"
    static let umaskVariable = "PASSWORD_STORE_UMASK"
    static let programVariable = "DOCKER_CREDENTIAL_PASS_PROGRAM"
    static let noVerifyVariable = "DOCKER_CREDENTIAL_PASS_NO_VERIFY"

    init(environment: ProcessEnvironment) throws(HelperError) {
        let settings = try HelperSettings { environment[$0] }
        self.environment = environment
        if let directory = environment.path(of: Self.storeVariable) {
            // Taken literally, relative ones too, as pass does.
            store = directory
        } else {
            do {
                store = try environment.homeDirectory.appending(".password-store")
            } catch {
                throw HelperError(
                    .unavailable,
                    .unknownHome(["HOME"]),
                    advice: ["Or name the password store: export \(Self.storeVariable)=DIRECTORY"]
                )
            }
        }
        program = environment[Self.programVariable]
        gpgOptions = environment["PASSWORD_STORE_GPG_OPTS"]?.words ?? []
        keys = environment["PASSWORD_STORE_KEY"]?.words ?? []
        signingKeys = environment["PASSWORD_STORE_SIGNING_KEY"]?.words ?? []
        umask = try Self.umask(environment[Self.umaskVariable])
        verifies = environment[Self.noVerifyVariable] != "1"
        isStrict = settings.isStrict
        mayPrompt = !settings.forbidsPrompts
        deadline = .after(settings.timeout)
    }

    /// The permissions of a new file.
    var filePermissions: FilePermissions { FilePermissions(rawValue: 0o666).subtracting(umask) }

    /// The permissions of a new directory.
    var directoryPermissions: FilePermissions { FilePermissions(rawValue: 0o777).subtracting(umask) }

    private static func umask(_ text: String?) throws(HelperError) -> FilePermissions {
        guard let text else { return FilePermissions(rawValue: 0o077) }
        guard let bits = CModeT(text, radix: 8), bits <= 0o777 else {
            throw HelperError(
                .failed,
                .unusableVariable(
                    umaskVariable,
                    because: "it is not an octal number between 0 and 777",
                    expected: "a mask such as 077"
                )
            )
        }
        return FilePermissions(rawValue: bits)
    }

    private typealias CModeT = CInterop.Mode
}

extension String {
    /// The words between blanks, as the shell splits a variable without quotes.
    var words: [String] {
        split { $0 == " " || $0 == "\t" || $0 == "\n" }.map(String.init)
    }
}
