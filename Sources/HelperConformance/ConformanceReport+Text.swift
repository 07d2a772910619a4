internal import SystemSupport

extension ConformanceReport: CustomStringConvertible {
    /// The report as text: the violations, the rules that were not run, and a summary.
    public var description: String {
        let sections = [
            section("Violations of required rules", violations.filter { $0.rule.severity == .required }),
            section("Violations of recommended rules", violations.filter { $0.rule.severity == .recommended }),
            section("Known deviations that are gone", unexpectedPasses),
            section("Known deviations", results.filter { $0.outcome == .violatedAsExpected }),
            section("Rules that were not run", notRun),
            leftovers.isEmpty
                ? ""
                : "Left behind in the store\n\n" + leftovers.map { "  \(Array($0.utf8).readable)\n" }.joined() + "\n",
        ]
        return "\(helper.escapedForDisplay)\n\n\(sections.joined())\(summary)\n"
    }

    /// The number of rules for each outcome, on one line.
    public var summary: String {
        let counts: [(ConformanceResult.Outcome, String)] = [
            (.passed, "kept"), (.violated, "broken"), (.violatedAsExpected, "broken as known"),
            (.passedUnexpectedly, "kept although known as broken"), (.notRun, "not run"),
        ]
        let parts = counts.compactMap { outcome, words in
            let count = results.count { $0.outcome == outcome }
            return count > 0 ? "\(count) \(words)" : nil
        }
        return "\(results.count) \(results.count == 1 ? "rule" : "rules"): \(parts.joined(separator: ", "))"
    }

    private func section(_ title: String, _ results: [ConformanceResult]) -> String {
        guard !results.isEmpty else { return "" }
        let entries = results.map { result in
            let detail = result.detail.isEmpty ? "" : "    \(result.detail)\n"
            return "  \(result.rule)\n\(detail)\n"
        }
        return "\(title)\n\n\(entries.joined())"
    }
}
