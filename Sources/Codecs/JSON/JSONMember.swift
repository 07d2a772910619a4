/// A member of an object: a name and a value.
package struct JSONMember: Sendable {
    /// The name, as a string value.
    package let key: JSONValue
    package let value: JSONValue

    /// The name as text, or nil if it contains an unpaired surrogate escape.
    package var name: String? { key.string }

    /// The byte range from the opening quote of the name to the end of the value.
    package var range: Range<Int> { key.range.lowerBound..<value.range.upperBound }

    /// Whether the member has this name.
    package func matches(_ wanted: JSONKey) -> Bool {
        guard key.token.kind == .escapedString else { return wanted.matches(key.stringContent) }
        return JSONEscapes.decode(key.stringContent).map { wanted.matches($0[...]) } ?? false
    }
}

/// A sequence of the members of one object.
package struct JSONMembers: Sequence, IteratorProtocol, Sendable {
    private let storage: JSONStorage
    private var position: Int
    private let end: Int

    init(object: JSONValue) {
        storage = object.storage
        position = object.index + 1
        end = object.token.kind == .object ? Int(object.token.next) : position
    }

    package mutating func next() -> JSONMember? {
        guard position < end else { return nil }
        let key = JSONValue(storage: storage, index: position)
        let value = JSONValue(storage: storage, index: position + 1)
        position = Int(value.token.next)
        return JSONMember(key: key, value: value)
    }
}
