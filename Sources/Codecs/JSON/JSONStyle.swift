/// How a value is laid out: all in one line, or a member a line.
package struct JSONStyle: Sendable, Equatable {
    /// What ends a line; empty when all is in one line.
    let lineEnd: [UInt8]
    /// What one level is indented by.
    let indentation: [UInt8]
    /// Between a name and its value, the colon included.
    let colon: [UInt8]
    /// Behind a comma, where all is in one line.
    let gap: [UInt8]

    init(lineEnd: [UInt8], indentation: [UInt8], colon: [UInt8], gap: [UInt8] = []) {
        self.lineEnd = lineEnd
        self.indentation = indentation
        self.colon = colon
        self.gap = gap
    }

    /// No white space at all: the form of the helper protocol.
    package static let compact = JSONStyle(lineEnd: [], indentation: [], colon: Array(":".utf8))

    /// A member a line, indented by a tab: the form of Docker's config.json.
    package static let indented = JSONStyle(
        lineEnd: Array("\n".utf8),
        indentation: Array("\t".utf8),
        colon: Array(": ".utf8)
    )

    var isMultiline: Bool { !lineEnd.isEmpty }
}
