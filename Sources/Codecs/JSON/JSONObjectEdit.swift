/// An edit of one object: members to remove, change or add.
///
/// New members follow the last one in the same layout. Removing a member also removes the comma and the white space
/// before it. Adding a member and removing it therefore restores the original text.
struct JSONObjectEdit {
    private let object: JSONValue
    private let layout: JSONLayout
    /// The indentation of a closing bracket on its own line.
    private let margin: [UInt8]
    private let members: [JSONMember]
    private var removed: Set<Int> = []
    private var replaced: [Int: JSONTree] = [:]
    private var added: [(name: String, value: JSONTree)] = []

    init(_ object: JSONValue, layout: JSONLayout, margin: [UInt8]) {
        self.object = object
        self.layout = layout
        self.margin = margin
        members = Array(object.members)
    }

    /// Sets a member, or removes it if the value is nil.
    ///
    /// If the name is repeated, the last member is set, since it is the one that is read, and the others are removed.
    mutating func change(_ key: JSONKey, to value: JSONTree?) {
        let matches = members.indices.filter { members[$0].matches(key) }
        guard let value else { return removed.formUnion(matches) }
        guard let last = matches.last else { return added.append((key.name, value)) }
        removed.formUnion(matches.dropLast())
        if case .string(let text) = value, members[last].value.string.map({ $0.utf8.elementsEqual(text.utf8) }) == true
        {
            return  // The file already has this value, in whatever form it is escaped.
        }
        replaced[last] = value
    }

    /// Removes the members that match a condition.
    mutating func remove(where isUnwanted: (JSONMember) -> Bool) {
        removed.formUnion(members.indices.filter { isUnwanted(members[$0]) })
    }

    /// The replacements of bytes that the edit consists of.
    var replacements: [ByteReplacement] {
        guard let last = members.last else { return added.isEmpty ? [] : [fillEmptyObject()] }
        guard let firstKept = members.indices.first(where: { !removed.contains($0) }) else {
            return [replaceAllMembers()]
        }
        var result: [ByteReplacement] = []
        if firstKept > 0 {
            result.append(
                ByteReplacement(
                    range: members[0].range.lowerBound..<members[firstKept].range.lowerBound,
                    bytes: []
                )
            )
        }
        for index in removed where index > firstKept {
            let start = members[index - 1].range.upperBound
            result.append(ByteReplacement(range: start..<members[index].range.upperBound, bytes: []))
        }
        for (index, value) in replaced where !removed.contains(index) {
            let bytes = writer.write(value)
            result.append(ByteReplacement(range: members[index].value.range, bytes: bytes))
        }
        let end = last.range.upperBound
        for member in added {
            let bytes = [UInt8(ascii: ",")] + separator + writer.write(name: member.name, value: member.value)
            result.append(ByteReplacement(range: end..<end, bytes: bytes))
        }
        return result
    }

    // MARK: Layout

    /// The white space before a member that is added after others.
    private var separator: [UInt8] {
        guard members.count > 1, let last = members.last else {
            let before = whitespace(before: members.first)
            return before.contains(UInt8(ascii: "\n")) ? before : layout.style.gap
        }
        return whitespace(before: last)
    }

    /// Returns the white space before a member, back to the previous comma or bracket.
    private func whitespace(before member: JSONMember?) -> [UInt8] {
        guard let member else { return [] }
        let bytes = object.storage.bytes
        var start = member.range.lowerBound
        while JSONParser.isWhitespace(bytes[start - 1]) { start -= 1 }
        return Array(bytes[start..<member.range.lowerBound])
    }

    /// A writer for members of this object, on separate lines if its members are.
    private var writer: JSONWriter {
        let before = whitespace(before: members.last)
        guard let lineFeed = before.lastIndex(of: UInt8(ascii: "\n")), layout.style.isMultiline else {
            return JSONWriter(layout.singleLine)
        }
        return JSONWriter(layout.style, margin: Array(before[(lineFeed + 1)...]))
    }

    /// Adds the first members to an empty object.
    ///
    /// `{}` gets the document's layout, and removing the only member restores `{}`. Existing white space between the
    /// brackets is kept after the member. The text before the member then has no line feed, which tells
    /// `replaceAllMembers` that the white space was there before.
    private func fillEmptyObject() -> ByteReplacement {
        let inside = object.range.lowerBound + 1..<object.range.upperBound - 1
        let blanks = Array(object.storage.bytes[inside])
        guard blanks.isEmpty else {
            let lead = blanks.contains(UInt8(ascii: "\n")) ? [UInt8(ascii: " ")] : blanks
            let text = joined(JSONWriter(layout.singleLine), separator: layout.style.gap)
            return ByteReplacement(range: inside, bytes: lead + text + blanks)
        }
        let outer = JSONWriter(layout.style, margin: margin)
        let inner = JSONWriter(layout.style, margin: margin + layout.style.indentation)
        let separator = layout.style.isMultiline ? inner.lineStart : layout.style.gap
        let bytes = inner.lineStart + joined(inner, separator: separator) + outer.lineStart
        return ByteReplacement(range: inside, bytes: bytes)
    }

    /// Replaces all members with the added ones, or leaves the object empty.
    private func replaceAllMembers() -> ByteReplacement {
        let inside = object.range.lowerBound + 1..<object.range.upperBound - 1
        let start = members.first?.range.lowerBound ?? inside.lowerBound
        let end = members.last?.range.upperBound ?? inside.upperBound
        guard added.isEmpty else {
            return ByteReplacement(range: start..<end, bytes: joined(writer, separator: separator))
        }
        let behind = Array(object.storage.bytes[end..<inside.upperBound])
        let before = object.storage.bytes[inside.lowerBound..<start]
        let hadLines = before.contains(UInt8(ascii: "\n")) && behind.contains(UInt8(ascii: "\n"))
        return ByteReplacement(range: inside, bytes: hadLines ? [] : behind)
    }

    private func joined(_ writer: JSONWriter, separator: [UInt8]) -> [UInt8] {
        let members = added.map { writer.write(name: $0.name, value: $0.value) }
        return Array(members.joined(separator: [UInt8(ascii: ",")] + separator))
    }
}
