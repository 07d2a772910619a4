/// A table in an article, whose cells a test compares with what happens.
package struct MarkdownTable {
    /// The cells of each row below the header, without the blanks around them.
    package let rows: [[String]]

    /// Reads the first table whose header begins with a cell.
    ///
    /// - Parameters:
    ///   - header: The first cell of the header.
    ///   - text: The article.
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
