internal import SystemPackage
internal import SystemSupport

extension CredentialStoreError {
    /// The same error, with the file that it happened in.
    func inFile(_ file: String) -> CredentialStoreError {
        var place = place
        place.file = file
        return CredentialStoreError(code, message, at: place, advice: advice)
    }

    /// What the system would not do with a file.
    init(_ error: SystemError, file: String) {
        let (code, advice): (Code, [String]) =
            switch error.code {
            case .permissionDenied: (.denied, ["Check whose the file and its directory are."])
            case .readOnly: (.denied, ["Choose a file that can be written."])
            case .timedOut: (.timedOut, ["Try again when the other program has ended."])
            case .noSpace: (.failed, ["Make room; the file was left as it was."])
            case .isDirectory, .notDirectory, .notRegularFile, .tooManyLinks, .notFound:
                (.unavailable, ["Check the path of the file."])
            default: (.unavailable, [])
            }
        // Which path it was matters where it is another than the one that the caller knows: a lock, a link's target.
        let subject = error.path.map { $0.string == file ? "" : " \($0.string)" } ?? ""
        let object = subject.isEmpty ? " the file" : subject
        self.init(code, "cannot \(error.operation)\(object): \(error.reason)", at: Place(file: file), advice: advice)
    }
}
