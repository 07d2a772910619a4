/// A value in a ``JSONDocument``: what it is, where it stands, and what it holds.
package struct JSONValue: Sendable {
    /// What a value is.
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

    /// Where the value stands in the document, in bytes, with its quotes or brackets.
    package var range: Range<Int> { token.range }

    /// The bytes of the value, as they are written.
    package var source: ArraySlice<UInt8> { storage.bytes[range] }

    package var isNull: Bool { token.kind == .null }

    package var bool: Bool? {
        switch token.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// A number as it is written, so that twenty digits stay twenty digits.
    package var numberText: String? {
        token.kind == .number ? String(decoding: source, as: UTF8.self) : nil
    }

    /// The text of a string.
    ///
    /// Nil for other kinds, and for an escaped surrogate without its partner, which is no text.
    package var string: String? {
        switch token.kind {
        case .string: String(decoding: stringContent, as: UTF8.self)
        case .escapedString: JSONEscapes.decode(stringContent).map { String(decoding: $0, as: UTF8.self) }
        default: nil
        }
    }

    /// A string's bytes between its quotes, escapes as they are written.
    var stringContent: ArraySlice<UInt8> { storage.bytes[range.lowerBound + 1..<range.upperBound - 1] }

    /// The members of an object, in the order of the text and with all duplicates; empty for other kinds.
    package var members: JSONMembers {
        JSONMembers(object: self)
    }

    /// The elements of an array; empty for other kinds.
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

    /// The value of the last member that `key` names, since the last of several wins, in Go as in most parsers.
    package subscript(key: JSONKey) -> JSONValue? {
        var found: JSONValue?
        for member in members where member.matches(key) {
            found = member.value
        }
        return found
    }
}
