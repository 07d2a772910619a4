internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

extension Console {
    /// Writes an explanation for people: the credential in the first line, then a line for each place.
    ///
    /// - Parameters:
    ///   - explanation: What a lookup found.
    ///   - includingAbsent: Whether places that do not exist get a line.
    ///   - environment: The variables in which a place may be.
    func print(_ explanation: Explanation, includingAbsent: Bool, environment: [String: String]) {
        let answer = explanation.findings.firstIndex { $0.credential != nil }
        let credential = explanation.answer?.credential.map { "\($0)" } ?? "no credential"
        print("\(explanation.server.shortName): \(credential)")
        for (index, finding) in explanation.findings.enumerated()
        where includingAbsent || finding.isPresent(environment) {
            print("  \(index == answer ? "*" : "-") \(finding)")
        }
    }
}

extension Finding {
    /// Whether the place exists; one that has or had something to say always does.
    fileprivate func isPresent(_ environment: [String: String]) -> Bool {
        guard case .nothing = content, place.helper == nil, let file = place.file else { return true }
        guard file.contains("/") else { return environment[file] != nil }
        return (try? FileStatus(of: FilePath(file))) != nil
    }
}
