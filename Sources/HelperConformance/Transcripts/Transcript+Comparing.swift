extension Transcript.Call {
    /// Returns the differences from an outcome, each with the expected and the actual result.
    func differences(from outcome: HelperOutcome, name: String) -> [String] {
        var differences: [String] = []
        switch output {
        case .exactly(let text):
            let expected = text.bytes(name: name)
            if outcome.output != expected {
                differences.append(Self.contrast("standard output", expected.readable, outcome.output.readable))
            }
        case .oneLine(let texts):
            let fragments = texts.map { $0.bytes(name: name) }
            if !outcome.output.isOneLine || !fragments.allSatisfy(outcome.output.contains) {
                let expected = "one line with \(fragments.map(\.readable).joined(separator: " and "))"
                differences.append(Self.contrast("standard output", expected, outcome.output.readable))
            }
        }
        for fragment in errorFragments.map({ $0.bytes(name: name) }) where !outcome.errorOutput.contains(fragment) {
            let expected = "something with \(fragment.readable)"
            differences.append(Self.contrast("standard error", expected, outcome.errorOutput.readable))
        }
        if let exitStatus, outcome.exitStatus != exitStatus {
            differences.append(Self.contrast("exit status", "\(exitStatus)", "\(outcome.exitStatus)"))
        }
        return differences
    }

    private static func contrast(_ what: String, _ expected: String, _ actual: String) -> String {
        "\(what)\n    expected: \(expected)\n    actual:   \(actual)"
    }
}
