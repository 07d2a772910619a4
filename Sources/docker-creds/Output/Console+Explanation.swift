internal import RegistryCredentials

extension Console {
    /// Writes an explanation as text: the credential in the first line, then a line for each place.
    ///
    /// - Parameters:
    ///   - explanation: The explanation of a lookup.
    ///   - includingAbsent: Whether places that do not exist get a line.
    func print(_ explanation: Explanation, includingAbsent: Bool) {
        let answer = explanation.steps.firstIndex { $0.credential != nil }
        let credential = explanation.usedStep?.credential.map { "\($0)" } ?? "no credential"
        print("\(explanation.server.shortName): \(credential)")
        for (index, step) in explanation.steps.enumerated() where includingAbsent || step.content != .absent {
            print("  \(index == answer ? "*" : "-") \(step)")
            for oddity in step.credential?.oddities ?? [] { print("    note: the password \(oddity)") }
        }
    }
}
