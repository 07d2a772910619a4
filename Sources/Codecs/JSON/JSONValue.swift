/// A value in a ``JSONDocument``.
package struct JSONValue: Sendable {
    /// The kind of a value.
    package enum Kind: Sendable, Equatable {
        case null, bool, number, string, array, object
    }

    let storage: JSONStorage
    let index: Int

    var token: JSONToken { storage.tokens[index] }

    package var kind: Kind {
        switch token.kind {
        case .null: .null
        case .true, .false: .bool
        case .number: .number
        case .string, .escapedString: .string
        case .array: .array
        case .object: .object
        }
    }

    /// The byte range of the value in the document, including quotes or brackets.
    package var range: Range<Int> { token.range }

    /// The bytes of the value in the document.
    package var source: ArraySlice<UInt8> { storage.bytes[range] }

    package var isNull: Bool { token.kind == .null }

    package var bool: Bool? {
        switch token.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The text of a number, which keeps all of its digits.
    package var numberText: String? {
        token.kind == .number ? String(decoding: source, as: UTF8.self) : nil
    }

    /// The decoded text of a string.
    ///
    /// Nil for other kinds, and for a string with an unpaired surrogate escape.
    package var string: String? {
        switch token.kind {
        case .string: String(decoding: stringContent, as: UTF8.self)
        case .escapedString: JSONEscapes.decode(stringContent).map { String(decoding: $0, as: UTF8.self) }
        default: nil
        }
    }

    /// The bytes of a string between its quotes, with escapes.
    var stringContent: ArraySlice<UInt8> { storage.bytes[range.lowerBound + 1..<range.upperBound - 1] }

    /// The members of an object in document order, including duplicates.
    ///
    /// Empty for other kinds.
    package var members: JSONMembers {
        JSONMembers(object: self)
    }

    /// The elements of an array.
    ///
    /// Empty for other kinds.
    package var elements: [JSONValue] {
        guard token.kind == .array else { return [] }
        var elements: [JSONValue] = []
        var next = index + 1
        while next < token.next {
            elements.append(JSONValue(storage: storage, index: next))
            next = Int(storage.tokens[next].next)
        }
        return elements
    }

    /// The value of the last member with this name, which takes precedence in Go and most other parsers.
    package subscript(key: JSONKey) -> JSONValue? {
        var found: JSONValue?
        for member in members where member.matches(key) {
            found = member.value
        }
        return found
    }
}
