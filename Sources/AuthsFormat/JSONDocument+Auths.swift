package import Codecs

/// The `auths` object of a document of Docker, podman or the file helper.
extension JSONDocument {
    /// The name of the object, which Go matches without regard to case.
    package static let auths = JSONKey.foldingCase("auths")

    /// The objects that hold the entries, since Go merges the members of several.
    ///
    /// Null is as good as absent.
    ///
    /// - Returns: The objects, in the order of the text.
    /// - Throws: ``AuthsProblem`` if there is something else in the place of one.
    package func authsObjects() throws(AuthsProblem) -> [JSONValue] {
        var objects: [JSONValue] = []
        for member in root.members where member.matches(Self.auths) {
            switch member.value.kind {
            case .object: objects.append(member.value)
            case .null: continue
            default: throw .authsNotAnObject
            }
        }
        return objects
    }

    /// The text with a credential in the entry of a key, which is added if there is none.
    ///
    /// Members of the entry that say nothing about a credential stay. A damaged entry that is no object, and so has nothing
    /// to keep, is replaced: logging in again repairs it.
    ///
    /// - Parameters:
    ///   - key: The key, byte for byte.
    ///   - credential: The credential; nil leaves an entry without one.
    /// - Returns: The new text.
    /// - Throws: ``JSONError`` with `notAnObject` if `auths` is no object.
    package func settingAuthsEntry(_ key: String, to credential: AuthsCredential?) throws(JSONError) -> [UInt8] {
        let path = [Self.auths, .exactly(key)]
        let members = AuthsEntry.members(for: credential)
        let objects = root.members.filter { $0.matches(Self.auths) }.map(\.value)
        let present = objects.flatMap { $0.members.filter { $0.matches(.exactly(key)) } }.last?.value
        if let present, present.kind != .object, !present.isNull {
            let texts = members.compactMap { pair in
                pair.text.map { (name: pair.member.rawValue, value: JSONTree.string($0)) }
            }
            return try setting(path, to: .object(texts))
        }
        return try changingMembers(at: path, members.map { (key: $0.member.key, value: $0.text.map(JSONTree.string)) })
    }

    /// The text without the entries of some keys, in all `auths` objects.
    package func removingAuthsEntries(_ keys: [String]) -> [UInt8] {
        let unwanted = Set(keys.map { Array($0.utf8) })
        return removingMembers(at: [Self.auths]) { member in
            member.name.map { unwanted.contains(Array($0.utf8)) } ?? false
        }
    }
}
