import HelperProtocol
import SystemPackage
import SystemSupport

extension HelperError {
    /// A failure that the operating system reported, with the usual remedy.
    init(_ error: SystemError, advice: [String] = []) {
        let (code, remedy): (Code, String?) =
            switch error.code {
            case .permissionDenied: (.denied, "Check the owner of the password store: ls -ld ~/.password-store")
            case .noSpace, .tooLarge: (.failed, "Free some space and try again; what was stored before is unchanged")
            case .readOnly: (.failed, "Make the file system writable; what was stored before is unchanged")
            case .timedOut:
                (.timedOut, "Wait for the other process, or set DOCKER_CREDENTIAL_TIMEOUT to more seconds")
            default: (.failed, nil)
            }
        self.init(code, "\(error)", advice: advice + [remedy].compactMap(\.self))
    }

    /// The store's directory does not exist.
    static func missingStore(_ path: FilePath) -> HelperError {
        HelperError(.unavailable, "there is no password store at \(path)", advice: missingStoreAdvice(path))
    }

    static func missingStoreAdvice(_ path: FilePath) -> [String] {
        [
            "There is no password store at \(path); to create one, find a key with gpg --list-secret-keys and run: "
                + "pass init KEY",
            "If it is elsewhere, set \(PassSettings.storeVariable); docker-credential-file needs neither gpg nor set-up",
        ]
    }

    static func missingGpgId(_ path: FilePath) -> HelperError {
        HelperError(
            .unavailable,
            "the password store at \(path) is not initialised: it has no .gpg-id with the key to encrypt to",
            advice: ["Find a key with gpg --list-secret-keys, then run: pass init KEY"]
        )
    }

    static let missingGpg = HelperError(
        .unavailable,
        "gpg is not installed: neither gpg2 nor gpg found in PATH",
        advice: ["Install the package gnupg"]
    )

    static func leadsOutside(_ path: FilePath) -> HelperError {
        HelperError(
            .denied,
            "\(path) is a symbolic link that leads out of the password store",
            advice: ["Move its target into the store, or set \(PassSettings.storeVariable) to that store"]
        )
    }
}
