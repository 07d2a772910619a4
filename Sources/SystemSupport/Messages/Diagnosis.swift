/// The text for an error condition: what failed, why, and how to fix it.
package struct Diagnosis: Sendable, Equatable {
    /// The message: `what failed: why` on one line, in lower case, without a full stop.
    package let message: String

    /// Imperative sentences, each in the form of ``Swift/String/asAdvice``.
    package let advice: [String]

    package init(_ message: String, advice: [String] = []) {
        self.message = message.escapedForDisplay
        self.advice = advice.map(\.asAdvice)
    }

    /// The advice, with the message before the first sentence, for clients that show only advice.
    package var adviceWithMessage: [String] {
        guard let first = advice.first else { return [message.capitalizedSentence] }
        return ["\(message.capitalizedSentence). \(first)"] + advice.dropFirst()
    }
}

extension String {
    /// The text as advice: one line without a full stop at the end.
    ///
    /// Advice often ends with a command to paste, which a full stop would change.
    package var asAdvice: String {
        let text = escapedForDisplay
        return text.hasSuffix(".") && !text.hasSuffix("..") ? String(text.dropLast()) : text
    }
}
