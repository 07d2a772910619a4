import HelperProtocol
import SystemPackage
import SystemSupport

extension HelperError {
    /// A failure that the operating system reported, with the usual remedy.
    init(_ error: SystemError, advice: [String] = []) {
        let failure = HelperError(system: error, unchanged: "the password store")
        self.init(failure.code, failure.message, advice: advice + failure.advice)
    }

    /// The store's directory does not exist.
    static func missingStore(_ path: FilePath) -> HelperError {
        HelperError(.unavailable, Diagnosis.noPasswordStore(at: path).message, advice: missingStoreAdvice(path))
    }

    /// The advice names the problem, since some clients show only these lines and not the message.
    static func missingStoreAdvice(_ path: FilePath) -> [String] {
        Diagnosis.noPasswordStore(at: path).adviceWithMessage + [
            "If it is elsewhere, name it: export \(PassSettings.storeVariable)=DIRECTORY", Diagnosis.encryptedFile,
        ]
    }

    static func missingGpgId(_ path: FilePath) -> HelperError {
        HelperError(.unavailable, .uninitializedPasswordStore(path))
    }

    static let missingGpg = HelperError(.unavailable, .gpgNotFound)

    static func leadsOutside(_ path: FilePath) -> HelperError {
        HelperError(
            .denied,
            "\(path) is a symbolic link that leads out of the password store",
            advice: ["Move its target into the store, or set \(PassSettings.storeVariable) to that store"]
        )
    }
}
