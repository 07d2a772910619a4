internal import SystemPackage
internal import SystemSupport

extension CredentialStoreError {
    /// Returns the error with the path of the file that it occurred in.
    func inFile(_ file: String) -> CredentialStoreError {
        var place = place
        place.file = file
        return CredentialStoreError(code, message, at: place, advice: advice)
    }

    /// Creates the error for a failed system call on a file.
    init(_ error: SystemError, file: String) {
        let (code, advice): (Code, [String]) =
            switch error.code {
            case .permissionDenied: (.denied, ["Check whose the file and its directory are"])
            case .readOnly: (.denied, ["Choose a file that can be written"])
            case .timedOut: (.timedOut, ["Try again when the other program has ended"])
            case .noSpace: (.failed, ["Make room; the file was left as it was"])
            case .isDirectory, .notDirectory, .notRegularFile, .tooManyLinks, .notFound:
                (.unavailable, ["Check the path of the file"])
            default: (.unavailable, [])
            }
        // The path is worth naming only if it differs from the caller's: a lock file or the target of a link.
        let subject = error.path.map { $0.string == file ? "" : " \($0.string)" } ?? ""
        let object = subject.isEmpty ? " the file" : subject
        self.init(code, "cannot \(error.operation)\(object): \(error.reason)", at: Place(file: file), advice: advice)
    }
}
