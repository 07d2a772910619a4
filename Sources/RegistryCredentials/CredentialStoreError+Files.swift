internal import Codecs
internal import SystemPackage
internal import SystemSupport

extension CredentialStoreError {
    /// Returns the error with the path of the file that it occurred in.
    func inFile(_ file: String) -> CredentialStoreError {
        var place = place
        place.file = file
        guard Self.isVariable(file) else { return CredentialStoreError(code, message, at: place, advice: advice) }
        return CredentialStoreError(
            code,
            Self.callingItValue(message),
            at: place,
            advice: advice.map { Self.isForFiles($0) ? "Correct \(file), or run: unset \(file)" : $0 }
        )
    }

    private static func callingItValue(_ message: String) -> String {
        guard let range = message.firstRange(ofBytes: "the file") else { return message }
        return "\(message[..<range.lowerBound])the value\(message[range.upperBound...])"
    }

    /// Whether advice is only for a file.
    ///
    /// A variable cannot be moved away, and takes precedence over a new login.
    private static func isForFiles(_ advice: String) -> Bool {
        advice.hasPrefix("Fix the file") || advice.hasPrefix("Log in again")
    }

    /// Returns the error for an entry that is not removed, because another program has changed it.
    static func entryChanged(at place: Place, advice: [String] = []) -> CredentialStoreError {
        CredentialStoreError(
            .conflict,
            "another program has changed the entry, so it was kept",
            at: place,
            advice: advice
        )
    }

    /// Returns the error for a change of something that this library only reads.
    static func readOnly(
        _ subject: String,
        nothingWas verb: String,
        in file: String?,
        advice: [String]
    ) -> CredentialStoreError {
        CredentialStoreError(
            .unsupported,
            "\(subject) is read-only; nothing was \(verb)",
            at: .init(file: file),
            advice: advice
        )
    }

    /// Creates the error for a failed system call on a file.
    init(_ error: SystemError, file: String) {
        let code: Code =
            switch error.code {
            case .permissionDenied, .readOnly: .denied
            case .timedOut: .timedOut
            case .noSpace: .failed
            default: .unavailable
            }
        let advice = Diagnosis.systemFailure(error, on: FilePath(file)).advice
        // The path is worth naming only if it differs from the caller's: a lock file or the target of a link.
        let subject = error.path.map { $0.string == file ? "" : " \($0.string)" } ?? ""
        let object = subject.isEmpty ? " the file" : subject
        self.init(code, "cannot \(error.operation)\(object): \(error.reason)", at: Place(file: file), advice: advice)
    }
}
