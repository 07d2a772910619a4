/// The layout of a document, detected from its text, so that additions look like the rest.
struct JSONLayout {
    /// The style of a value inside an object whose members are on separate lines.
    let style: JSONStyle

    /// Detects the layout from the first member of the root.
    ///
    /// An empty root gets Docker's layout.
    init(of document: JSONDocument) {
        guard let first = document.root.members.first(where: { _ in true }) else {
            style = .indented
            return
        }
        let bytes = document.bytes
        let margin = Array(bytes[document.root.range.lowerBound + 1..<first.range.lowerBound])
        let colon = Array(bytes[first.key.range.upperBound..<first.value.range.lowerBound])
        guard let lineFeed = margin.lastIndex(of: UInt8(ascii: "\n")) else {
            let gap = colon.last == UInt8(ascii: ":") ? [] : [UInt8(ascii: " ")]
            style = JSONStyle(lineEnd: [], indentation: [], colon: colon, gap: gap)
            return
        }
        let hasReturn = lineFeed > 0 && margin[lineFeed - 1] == UInt8(ascii: "\r")
        style = JSONStyle(
            lineEnd: Array((hasReturn ? "\r\n" : "\n").utf8),
            indentation: Array(margin[(lineFeed + 1)...]),
            colon: colon
        )
    }

    /// The style for values inside an object on a single line.
    var singleLine: JSONStyle {
        JSONStyle(lineEnd: [], indentation: [], colon: style.colon, gap: style.gap)
    }
}
