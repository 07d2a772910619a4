/// Writes JSON values as bytes.
package struct JSONWriter: Sendable {
    let style: JSONStyle
    /// The indentation of all lines after the first, for a value inside another.
    let margin: [UInt8]
    private let needsEscape: (@Sendable (Unicode.Scalar) -> Bool)?

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - style: The layout.
    ///   - needsEscape: Whether to write a character beyond ASCII as a `\u` escape, for output on a terminal. By
    ///     default none are escaped, as in Docker's files.
    package init(_ style: JSONStyle, escaping needsEscape: (@Sendable (Unicode.Scalar) -> Bool)? = nil) {
        self.init(style, margin: [], escaping: needsEscape)
    }

    init(_ style: JSONStyle, margin: [UInt8], escaping needsEscape: (@Sendable (Unicode.Scalar) -> Bool)? = nil) {
        self.style = style
        self.margin = margin
        self.needsEscape = needsEscape
    }

    /// Returns the text of a value, without a line feed at the end.
    package func write(_ tree: JSONTree) -> [UInt8] {
        var bytes: [UInt8] = []
        append(tree, to: &bytes)
        return bytes
    }

    /// Returns the text of one member.
    func write(name: String, value: JSONTree) -> [UInt8] {
        var bytes: [UInt8] = []
        append(name: name, value: value, to: &bytes)
        return bytes
    }

    private func append(_ tree: JSONTree, to bytes: inout [UInt8]) {
        switch tree {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let text): bytes.append(contentsOf: text.utf8)
        case .string(let text): JSONEscapes.appendQuoted(text, escaping: needsEscape, to: &bytes)
        case .array(let elements):
            appendItems(elements, between: "[", and: "]", to: &bytes) { writer, element, bytes in
                writer.append(element, to: &bytes)
            }
        case .object(let members):
            appendItems(members, between: "{", and: "}", to: &bytes) { writer, member, bytes in
                writer.append(name: member.name, value: member.value, to: &bytes)
            }
        }
    }

    private func append(name: String, value: JSONTree, to bytes: inout [UInt8]) {
        JSONEscapes.appendQuoted(name, escaping: needsEscape, to: &bytes)
        bytes.append(contentsOf: style.colon)
        append(value, to: &bytes)
    }

    private func appendItems<Item>(
        _ items: [Item],
        between opening: Character,
        and closing: Character,
        to bytes: inout [UInt8],
        appendItem: (JSONWriter, Item, inout [UInt8]) -> Void
    ) {
        bytes.append(contentsOf: opening.utf8)
        let inner = JSONWriter(style, margin: margin + style.indentation, escaping: needsEscape)
        for (position, item) in items.enumerated() {
            if position > 0 {
                bytes.append(UInt8(ascii: ","))
                bytes.append(contentsOf: style.gap)
            }
            bytes.append(contentsOf: inner.lineStart)
            appendItem(inner, item, &bytes)
        }
        if !items.isEmpty {
            bytes.append(contentsOf: lineStart)
        }
        bytes.append(contentsOf: closing.utf8)
    }

    /// The line end and the indentation of a new line, or nothing in a single-line layout.
    var lineStart: [UInt8] { style.isMultiline ? style.lineEnd + margin : [] }
}
