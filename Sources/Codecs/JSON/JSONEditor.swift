/// Finds the values at a path and collects replacements of bytes.
///
/// A text may repeat members, including the parents of others. The last value at a path is read and edited, and its
/// duplicates are removed.
struct JSONEditor {
    private let document: JSONDocument
    private let layout: JSONLayout
    private(set) var replacements: [ByteReplacement] = []

    init(_ document: JSONDocument) {
        self.document = document
        layout = JSONLayout(of: document)
    }

    mutating func set(_ path: ArraySlice<JSONKey>, to tree: JSONTree) throws(JSONError) {
        guard let place = places(at: path).last else { return try add(tree, at: path) }
        replace(place, with: tree)
        removeNamesakes(of: place, at: path)
    }

    mutating func change(
        _ changes: [(key: JSONKey, value: JSONTree?)],
        at path: ArraySlice<JSONKey>
    ) throws(JSONError) {
        let additions = changes.compactMap { change in change.value.map { (name: change.key.name, value: $0) } }
        guard let place = places(at: path).last else { return try add(.object(additions), at: path) }
        switch place.value.kind {
        case .object: edit(place) { edit in changes.forEach { edit.change($0.key, to: $0.value) } }
        case .null: replace(place, with: .object(additions))
        default: throw notAnObject(place.value)
        }
        removeNamesakes(of: place, at: path)
    }

    mutating func remove(_ path: ArraySlice<JSONKey>) {
        guard let key = path.last else { return }
        remove(from: path.dropLast()) { $0.matches(key) }
    }

    mutating func remove(from path: ArraySlice<JSONKey>, where isUnwanted: (JSONMember) -> Bool) {
        for object in places(at: path) where object.value.kind == .object {
            edit(object) { $0.remove(where: isUnwanted) }
        }
    }

    // MARK: Places

    /// A value of the document, and the indentation of its line.
    private struct Place {
        let value: JSONValue
        let margin: [UInt8]
    }

    /// Returns all values at a path, in document order.
    private func places(at path: ArraySlice<JSONKey>) -> [Place] {
        var places = [Place(value: document.root, margin: [])]
        for key in path {
            places = places.flatMap { place in
                place.value.members.filter { $0.matches(key) }
                    .map { Place(value: $0.value, margin: margin(before: $0)) }
            }
        }
        return places
    }

    /// Returns the white space between the start of the line and its first member.
    private func margin(before member: JSONMember) -> [UInt8] {
        let bytes = document.bytes
        var start = member.range.lowerBound
        while start > 0, bytes[start - 1] == UInt8(ascii: " ") || bytes[start - 1] == UInt8(ascii: "\t") { start -= 1 }
        let isAtLineStart = start > 0 && bytes[start - 1] == UInt8(ascii: "\n")
        return isAtLineStart ? Array(bytes[start..<member.range.lowerBound]) : []
    }

    // MARK: Edits

    /// Adds a value at a path without one, together with missing parent objects.
    private mutating func add(_ tree: JSONTree, at path: ArraySlice<JSONKey>) throws(JSONError) {
        guard let key = path.last else { return }
        let outer = path.dropLast()
        guard let place = places(at: outer).last else {
            return try add(.object([(key.name, tree)]), at: outer)
        }
        switch place.value.kind {
        case .object: edit(place) { $0.change(key, to: tree) }
        case .null: replace(place, with: .object([(key.name, tree)]))
        default: throw notAnObject(place.value)
        }
    }

    private mutating func replace(_ place: Place, with tree: JSONTree) {
        let writer = JSONWriter(layout.style, margin: place.margin)
        replacements.append(ByteReplacement(range: place.value.range, bytes: writer.write(tree)))
    }

    private mutating func edit(_ place: Place, _ body: (inout JSONObjectEdit) -> Void) {
        var edit = JSONObjectEdit(place.value, layout: layout, margin: place.margin)
        body(&edit)
        replacements += edit.replacements
    }

    /// Removes all values at a path except one.
    private mutating func removeNamesakes(of kept: Place, at path: ArraySlice<JSONKey>) {
        guard let key = path.last, places(at: path).count > 1 else { return }
        for object in places(at: path.dropLast()) {
            edit(object) { $0.remove { $0.matches(key) && $0.value.index != kept.value.index } }
        }
    }

    private func notAnObject(_ value: JSONValue) -> JSONError {
        JSONError(.notAnObject, at: value.range.lowerBound, in: document.bytes)
    }
}
