/// Finds what a path names and collects what is to be done to the bytes.
///
/// A text may repeat members, also those that only lead to others. The last value that a path leads to is the one that
/// is read and edited; the other values of that path are its namesakes, and go.
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

    /// A value of the document, and what the line begins with that it stands in.
    private struct Place {
        let value: JSONValue
        let margin: [UInt8]
    }

    /// All values that `path` leads to, in the order of the text.
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

    /// The white space between the start of the line and the member that is the first on it.
    private func margin(before member: JSONMember) -> [UInt8] {
        let bytes = document.bytes
        var start = member.range.lowerBound
        while start > 0, bytes[start - 1] == UInt8(ascii: " ") || bytes[start - 1] == UInt8(ascii: "\t") { start -= 1 }
        let isAtLineStart = start > 0 && bytes[start - 1] == UInt8(ascii: "\n")
        return isAtLineStart ? Array(bytes[start..<member.range.lowerBound]) : []
    }

    // MARK: Edits

    /// Adds `tree` at a path that leads to nothing yet, with the objects on the way that are not there either.
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

    /// Removes all that `path` leads to but `kept`.
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
