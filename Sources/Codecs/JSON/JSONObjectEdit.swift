/// One edit of one object: members that go, members that change their value, members that come.
///
/// New members follow the last one, in its layout. A member that goes takes along the comma and the white space
/// between it and the member before it, so that what was added and is then removed leaves the text as it was.
struct JSONObjectEdit {
    private let object: JSONValue
    private let layout: JSONLayout
    /// What the line begins with in which the object's closing bracket would stand.
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

    /// Sets a member, or with nil removes it.
    ///
    /// Of several with one name the last is set, as it is the one that is read, and the others go.
    mutating func change(_ key: JSONKey, to value: JSONTree?) {
        let matches = members.indices.filter { members[$0].matches(key) }
        guard let value else { return removed.formUnion(matches) }
        guard let last = matches.last else { return added.append((key.name, value)) }
        removed.formUnion(matches.dropLast())
        if case .string(let text) = value, members[last].value.string.map({ $0.utf8.elementsEqual(text.utf8) }) == true
        {
            return  // However the file escapes it, it says so already.
        }
        replaced[last] = value
    }

    /// Removes the members for which `isUnwanted` holds.
    mutating func remove(where isUnwanted: (JSONMember) -> Bool) {
        removed.formUnion(members.indices.filter { isUnwanted(members[$0]) })
    }

    /// What the edit does to the bytes of the document.
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

    /// The white space before a member that is added behind others.
    private var separator: [UInt8] {
        guard members.count > 1, let last = members.last else {
            let before = whitespace(before: members.first)
            return before.contains(UInt8(ascii: "\n")) ? before : layout.style.gap
        }
        return whitespace(before: last)
    }

    /// The white space in front of a member, back to the comma or bracket before it.
    private func whitespace(before member: JSONMember?) -> [UInt8] {
        guard let member else { return [] }
        let bytes = object.storage.bytes
        var start = member.range.lowerBound
        while JSONParser.isWhitespace(bytes[start - 1]) { start -= 1 }
        return Array(bytes[start..<member.range.lowerBound])
    }

    /// Writes members of this object: a line each where its members have lines of their own.
    private var writer: JSONWriter {
        let before = whitespace(before: members.last)
        guard let lineFeed = before.lastIndex(of: UInt8(ascii: "\n")), layout.style.isMultiline else {
            return JSONWriter(layout.singleLine)
        }
        return JSONWriter(layout.style, margin: Array(before[(lineFeed + 1)...]))
    }

    /// Puts the first members into an object without any.
    ///
    /// For `{}` the layout is the document's, and removing the only member of an object so laid out gives `{}` again.
    /// White space between the brackets is kept behind the member; what stands before the member then has no line
    /// feed, by which `replaceAllMembers` knows that this white space was there before.
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

    /// Puts what is added in the place of all members, or leaves the object empty.
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
