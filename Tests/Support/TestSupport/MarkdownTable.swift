/// A table in a Markdown document, which a test compares with actual behavior.
package struct MarkdownTable {
    /// The cells of each row below the header, without surrounding spaces.
    package let rows: [[String]]

    /// Parses the first table whose header begins with a cell.
    ///
    /// - Parameters:
    ///   - header: The first cell of the header.
    ///   - text: The Markdown document.
    package init(under header: String, in text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let table = lines.drop { !$0.hasPrefix("| \(header) |") }.prefix { $0.hasPrefix("|") }
        rows = table.dropFirst(2).map { line in
            line.split(separator: "|").map { String($0).trimmingBlanks }
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
