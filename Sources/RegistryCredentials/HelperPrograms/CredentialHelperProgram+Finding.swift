internal import HelperProtocol
internal import SystemPackage
internal import SystemSupport

extension CredentialHelperProgram {
    /// Whether the program is installed and allowed to run.
    var isInstalled: Bool { (try? find(nil)) != nil }

    /// Whether a program is in the `PATH` of a helper with these options.
    static func isProgram(_ name: String, _ options: NativeStore.Options) -> Bool {
        options.processEnvironment.hasProgram(name)
    }

    /// Returns the path of the program.
    func find(_ key: String?) throws(CredentialStoreError) -> FilePath {
        guard HelperIdentity.isHelperName(suffix) else {
            throw refusal(
                .denied,
                "the name of the credential helper may only contain letters, digits, dots, underscores and hyphens",
                key,
                advice: ["Install the helper as docker-credential-NAME in a directory of PATH, and name it NAME"]
            )
        }
        if let allowedHelpers, !allowedHelpers.contains(where: { $0.utf8.elementsEqual(suffix.utf8) }) {
            let names = allowedHelpers.sorted().joined(separator: ", ")
            throw refusal(.denied, "this credential helper is not one of those allowed: \(names)", key)
        }
        do {
            return try ExecutableSearch.find(name, in: environment)
        } catch  where error.code == .permissionDenied {
            throw refusal(.unavailable, .notExecutable(error.path ?? FilePath(name)), key)
        } catch {
            let advice = "Install \(name), or name another helper"
            throw refusal(.unavailable, .notFoundInPath(name, role: "credential helper", advice: advice), key)
        }
    }

    /// Returns the error for a program that may not be run.
    func notAllowed(_ key: String?) -> CredentialStoreError {
        refusal(
            .denied,
            "\(name) was not run: this process may not run programs",
            key,
            advice: ["Set DOCKER_AUTH_CONFIG, or add the registry to ~/.netrc"]
        )
    }

    /// Returns an error for a condition that several programs report.
    func refusal(
        _ code: CredentialStoreError.Code,
        _ diagnosis: Diagnosis,
        _ key: String?
    ) -> CredentialStoreError {
        refusal(code, diagnosis.message, key, advice: diagnosis.advice)
    }

    /// Returns an error about this program.
    func refusal(
        _ code: CredentialStoreError.Code,
        _ message: String,
        _ key: String?,
        advice: [String] = []
    ) -> CredentialStoreError {
        let place = CredentialStoreError.Place(file: origin.file, key: key, helper: name, setting: origin.key)
        return CredentialStoreError(code, message, at: place, advice: advice)
    }
}
