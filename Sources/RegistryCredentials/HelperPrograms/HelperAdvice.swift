internal import SystemSupport

/// The advice that a helper of this package wrote to standard error: lines that begin with the program's name.
///
/// Nothing else on that stream is passed on, since it may quote a secret, and nothing of standard output ever is. Another
/// program may imitate the form; a line is therefore cut, and shown only if it is a sentence of plain words.
struct HelperAdvice {
    /// The sentences, in their order.
    let sentences: [String]

    private static let maximumCount = 3
    private static let maximumLength = 300

    init(ofProgram name: String, in errorOutput: [UInt8]) {
        let prefix = "\(name): "
        sentences = Array(
            String(decoding: errorOutput.prefix(1 << 16), as: UTF8.self)
                .split(whereSeparator: \.isNewline)
                .compactMap { line in line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : nil }
                .filter(Self.isAdvice)
                .prefix(Self.maximumCount)
        )
    }

    /// Whether a line is an imperative sentence, which begins with a capital letter.
    ///
    /// Traces (`debug: …`) and notes of other kinds do not.
    private static func isAdvice(_ line: String) -> Bool {
        guard let first = line.unicodeScalars.first, line.utf8.count <= maximumLength else { return false }
        return ("A"..."Z").contains(first) && line.contains(" ") && !line.needsEscapingForDisplay
    }
}
