/// Edits that do not change any other byte.
///
/// A path lists member names, starting at the root. If a member is repeated, the last one is read and edited. The edit
/// removes its earlier duplicates, but never an object that only contains the edited member.
extension JSONDocument {
    /// Returns the text with the value at a path replaced, or added together with missing parent objects.
    ///
    /// - Parameters:
    ///   - path: The member names, outermost first. Not empty.
    ///   - tree: The new value.
    /// - Returns: The new text.
    /// - Throws: ``JSONError`` with `notAnObject` if a parent is neither an object nor null.
    package func setting(_ path: [JSONKey], to tree: JSONTree) throws(JSONError) -> [UInt8] {
        try edited { editor throws(JSONError) in try editor.set(path[...], to: tree) }
    }

    /// Returns the text with some members of the object at a path changed.
    ///
    /// - Parameters:
    ///   - path: The member names, outermost first. A missing object is added.
    ///   - changes: The new value for each member, or nil to remove it.
    /// - Returns: The new text.
    /// - Throws: ``JSONError`` with `notAnObject` if a parent is neither an object nor null.
    package func changingMembers(
        at path: [JSONKey],
        _ changes: [(key: JSONKey, value: JSONTree?)]
    ) throws(JSONError) -> [UInt8] {
        try edited { editor throws(JSONError) in try editor.change(changes, at: path[...]) }
    }

    /// Returns the text with the same members changed in several objects.
    ///
    /// - Parameters:
    ///   - paths: The paths of the objects, none of which contains another.
    ///   - changes: The new value for each member, or nil to remove it.
    /// - Returns: The new text.
    /// - Throws: ``JSONError`` with `notAnObject` if an object or a parent has another type.
    package func changingMembers(
        ofEach paths: [[JSONKey]],
        _ changes: [(key: JSONKey, value: JSONTree?)]
    ) throws(JSONError) -> [UInt8] {
        try edited { editor throws(JSONError) in
            for path in paths { try editor.change(changes, at: path[...]) }
        }
    }

    /// Returns the text without any member at a path, which is the same text if there is none.
    package func removing(_ path: [JSONKey]) -> [UInt8] {
        var editor = JSONEditor(self)
        editor.remove(path[...])
        return ByteReplacement.apply(editor.replacements, to: bytes)
    }

    /// Returns the text without some members of the object at a path, or of all such objects if the path is repeated.
    ///
    /// - Parameters:
    ///   - path: The member names, outermost first.
    ///   - isUnwanted: Whether to remove a member.
    /// - Returns: The new text, which is the same if nothing was removed.
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
