internal import SystemSupport

/// The advice that a helper of this package wrote to standard error, in lines that begin with the program's name.
///
/// Other lines of standard error are not shown, because they may quote a secret. Standard output is never shown.
/// Another program may imitate the format, so a line is truncated, and shown only if it is a sentence of plain words.
package struct HelperAdvice {
    /// The sentences, in order of output.
    package let sentences: [String]

    private static let maximumCount = 3
    private static let maximumLength = 300

    /// Reads the advice of a program.
    ///
    /// - Parameters:
    ///   - name: The program's file name, with which each line begins.
    ///   - errorOutput: What the program wrote to standard error.
    package init(ofProgram name: String, in errorOutput: [UInt8]) {
        let prefix = "\(name): "
        sentences = Array(
            String(decoding: errorOutput.prefix(1 << 16), as: UTF8.self)
                .split(whereSeparator: \.isNewline)
                .compactMap { line in line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : nil }
                .filter(Self.isAdvice)
                .prefix(Self.maximumCount)
        )
    }

    /// Whether a line is advice, which begins with a capital letter.
    ///
    /// Traces (`debug: …`) and other lines do not.
    private static func isAdvice(_ line: String) -> Bool {
        guard let first = line.unicodeScalars.first, line.utf8.count <= maximumLength else { return false }
        return ("A"..."Z").contains(first) && line.contains(" ") && !line.needsEscapingForDisplay
    }
}
