import Testing

/// A fault: a text of the example helper, its replacement, and the rules that must detect it.
struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let replacement: String
    let rules: Set<String>

    init(_ name: String, _ text: String, _ replacement: String, breaks rules: Set<String>) {
        self.name = name
        self.text = text
        self.replacement = replacement
        self.rules = rules
    }

    var testDescription: String { name }

    /// The faulty script.
    ///
    /// The text must occur exactly once, so that the replacement is a fault.
    func script() throws -> String {
        let parts = ExampleHelper.script.split(separator: text, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "\(text)")
        return parts.joined(separator: replacement)
    }
}
