/// A layout: everything on one line, or one member per line.
package struct JSONStyle: Sendable, Equatable {
    /// The line end, or empty for a single line.
    let lineEnd: [UInt8]
    /// The indentation of one level.
    let indentation: [UInt8]
    /// The text between a name and its value, including the colon.
    let colon: [UInt8]
    /// The white space after a comma in a single-line layout.
    let gap: [UInt8]

    init(lineEnd: [UInt8], indentation: [UInt8], colon: [UInt8], gap: [UInt8] = []) {
        self.lineEnd = lineEnd
        self.indentation = indentation
        self.colon = colon
        self.gap = gap
    }

    /// No white space, as in the helper protocol.
    package static let compact = JSONStyle(lineEnd: [], indentation: [], colon: Array(":".utf8))

    /// One member per line, indented by a tab, as in Docker's config.json.
    package static let indented = JSONStyle(
        lineEnd: Array("\n".utf8),
        indentation: Array("\t".utf8),
        colon: Array(": ".utf8)
    )

    var isMultiline: Bool { !lineEnd.isEmpty }
}
