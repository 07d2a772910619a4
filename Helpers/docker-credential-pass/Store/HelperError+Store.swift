import HelperProtocol
import SystemPackage
import SystemSupport

extension HelperError {
    /// What the operating system refused, with the remedy where there is a usual one.
    init(_ error: SystemError, advice: [String] = []) {
        let (code, remedy): (Code, String?) =
            switch error.code {
            case .permissionDenied: (.denied, "Check to whom the password store belongs: ls -ld ~/.password-store")
            case .noSpace, .tooLarge: (.failed, "What was stored before is as it was. Make room and try again.")
            case .readOnly: (.failed, "What was stored before is as it was.")
            case .timedOut:
                (.timedOut, "Another process is at it. Wait for it, or set DOCKER_CREDENTIAL_TIMEOUT to more seconds.")
            default: (.failed, nil)
            }
        self.init(code, "\(error)", advice: advice + [remedy].compactMap(\.self))
    }

    /// There is no store.
    static func missingStore(_ path: FilePath) -> HelperError {
        HelperError(.unavailable, "there is no password store at \(path)", advice: missingStoreAdvice(path))
    }

    static func missingStoreAdvice(_ path: FilePath) -> [String] {
        [
            "There is no password store at \(path). To make one: gpg --list-secret-keys, and then: pass init KEY",
            "If it is elsewhere, set \(PassSettings.storeVariable). Without gpg, docker-credential-file needs no set-up.",
        ]
    }

    static func missingGpgId(_ path: FilePath) -> HelperError {
        HelperError(
            .unavailable,
            "the password store at \(path) is not initialised: it has no .gpg-id, which names the key to encrypt to",
            advice: ["Run: gpg --list-secret-keys, and then: pass init KEY"]
        )
    }

    static let missingGpg = HelperError(
        .unavailable,
        "gpg is not installed: there is neither gpg2 nor gpg on PATH",
        advice: ["Install the package gnupg."]
    )

    static func leadsOutside(_ path: FilePath) -> HelperError {
        HelperError(
            .denied,
            "\(path) is a symbolic link that leads out of the password store, which is not followed",
            advice: ["Move what it leads to into the store, or set \(PassSettings.storeVariable) to that store."]
        )
    }
}
