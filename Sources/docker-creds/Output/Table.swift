internal import SystemSupport

/// A table: aligned with a header on a terminal, and otherwise separated by tabs without a header.
struct Table {
    /// One field of a row.
    struct Cell: ExpressibleByStringInterpolation {
        let text: String
        let attribute: TextStyle.Attribute?

        init(_ text: String, _ attribute: TextStyle.Attribute? = nil) {
            self.text = text
            self.attribute = attribute
        }

        init(stringLiteral value: String) { self.init(value) }
    }

    private let header: [String]
    private var rows: [[Cell]] = []

    /// Creates a table with these headings.
    init(_ header: [String]) { self.header = header }

    /// Adds a row, with a cell for each heading.
    mutating func add(_ row: [Cell]) { rows.append(row) }

    /// The space between two columns of an aligned table.
    private static let gap = 2

    /// The minimum width of a column that is shortened.
    private static let narrowest = 8

    /// The lines, without their ends; none for an empty table.
    func lines(in style: TextStyle) -> [String] {
        guard !rows.isEmpty else { return [] }
        let rows = rows.map { $0.map { Cell($0.text.escapedForDisplay, $0.attribute) } }
        guard style.isTerminal else { return rows.map { $0.map(\.text).joined(separator: "\t") } }
        let all = [header.map { Cell($0, .bold) }] + rows
        let widths = Self.widths(
            header.indices.map { column in all.map { $0[column].text.count }.max() ?? 0 },
            within: style.width
        )
        return all.map { row in
            let cells = zip(row, widths).enumerated().map { column, pair in
                let (cell, width) = pair
                let text = Self.cut(cell.text, to: width)
                let padding = column == row.count - 1 ? 0 : width - text.count + Self.gap
                return style.styled(text, cell.attribute) + String(repeating: " ", count: padding)
            }
            return cells.joined()
        }
    }

    /// Returns the column widths on a terminal; the widest columns are shortened until the line fits.
    private static func widths(_ wanted: [Int], within width: Int?) -> [Int] {
        guard let width else { return wanted }
        var widths = wanted
        let available = width - gap * (wanted.count - 1)
        while widths.reduce(0, +) > available, let widest = widths.max(), widest > narrowest {
            for index in widths.indices where widths[index] == widest {
                widths[index] -= 1
                break
            }
        }
        return widths
    }

    private static func cut(_ text: String, to width: Int) -> String {
        text.count <= width ? text : text.prefix(width - 1) + "…"
    }
}
