/// What is said of a condition: what failed and why, and what to do about it.
package struct Diagnosis: Sendable, Equatable {
    /// `what failed: why` on one line, lower case, without a full stop.
    package let message: String

    /// Imperative sentences, each in the form of ``Swift/String/asAdvice``.
    package let advice: [String]

    package init(_ message: String, advice: [String] = []) {
        self.message = message.escapedForDisplay
        self.advice = advice.map(\.asAdvice)
    }
}

extension String {
    /// The text in the form that all advice has: one line without a full stop at its end.
    ///
    /// Advice often ends with a command to paste, which a full stop would change.
    package var asAdvice: String {
        let text = escapedForDisplay
        return text.hasSuffix(".") && !text.hasSuffix("..") ? String(text.dropLast()) : text
    }
}
