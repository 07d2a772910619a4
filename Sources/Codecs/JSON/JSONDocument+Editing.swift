/// Edits that leave every byte outside of them as it is.
///
/// A path names members from the root inwards. Where the text repeats a member, the last is the one that is read and
/// edited; its earlier namesakes go with the edit, but never an object that only leads to it.
extension JSONDocument {
    /// The text with the value at `path` replaced, or added with all objects that lead to it.
    ///
    /// - Parameters:
    ///   - path: Member names, outermost first; not empty.
    ///   - tree: The new value.
    /// - Returns: The new text.
    /// - Throws: ``JSONError`` with `notAnObject` if something on the way is neither an object nor null.
    package func setting(_ path: [JSONKey], to tree: JSONTree) throws(JSONError) -> [UInt8] {
        try edited { editor throws(JSONError) in try editor.set(path[...], to: tree) }
    }

    /// The text with some members of the object at `path` changed and the others kept.
    ///
    /// - Parameters:
    ///   - path: Member names, outermost first; an object that is not there is added.
    ///   - changes: For each member its new value, or nil to remove it.
    /// - Returns: The new text.
    /// - Throws: ``JSONError`` with `notAnObject` if something on the way is neither an object nor null.
    package func changingMembers(
        at path: [JSONKey],
        _ changes: [(key: JSONKey, value: JSONTree?)]
    ) throws(JSONError) -> [UInt8] {
        try edited { editor throws(JSONError) in try editor.change(changes, at: path[...]) }
    }

    /// The text without the member at `path`, wherever it stands; the same text if it is not there.
    package func removing(_ path: [JSONKey]) -> [UInt8] {
        var editor = JSONEditor(self)
        editor.remove(path[...])
        return ByteReplacement.apply(editor.replacements, to: bytes)
    }

    /// The text without some members of the objects at `path`, of all of them if the text repeats that member.
    ///
    /// - Parameters:
    ///   - path: Member names, outermost first.
    ///   - isUnwanted: Whether a member is to go.
    /// - Returns: The new text; the same if there is no object at `path`, or no such member in it.
    package func removingMembers(at path: [JSONKey], where isUnwanted: (JSONMember) -> Bool) -> [UInt8] {
        var editor = JSONEditor(self)
        editor.remove(from: path[...], where: isUnwanted)
        return ByteReplacement.apply(editor.replacements, to: bytes)
    }

    private func edited(_ edit: (inout JSONEditor) throws(JSONError) -> Void) throws(JSONError) -> [UInt8] {
        var editor = JSONEditor(self)
        try edit(&editor)
        return ByteReplacement.apply(editor.replacements, to: bytes)
    }
}
