package import Codecs

/// The `auths` object in documents of Docker, podman and the file helper.
extension JSONDocument {
    /// The name of the object, which Go matches without regard to case.
    package static let auths = JSONKey.foldingCase("auths")

    /// Returns the objects that hold the entries: Go merges the members of several.
    ///
    /// Null is treated as absent.
    ///
    /// - Returns: The objects, in document order.
    /// - Throws: ``AuthsProblem`` if `auths` has another type.
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

    /// Returns the document with the credential in the entry of a key, which is added if missing.
    ///
    /// Members of the entry that are not part of a credential stay. An entry that is not an object is replaced, so that
    /// logging in again repairs it.
    ///
    /// - Parameters:
    ///   - key: The key, byte for byte.
    ///   - credential: The credential; nil for an empty entry.
    /// - Returns: The new document.
    /// - Throws: ``JSONError`` with `notAnObject` if `auths` is not an object.
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

    /// Returns the document with the entries of some keys emptied, as Docker leaves them for credentials in a helper.
    ///
    /// - Parameter keys: The keys of entries, byte for byte. A missing entry is added, empty.
    /// - Returns: The new document.
    /// - Throws: ``JSONError`` with `notAnObject` if `auths` or an entry is not an object.
    package func emptyingAuthsEntries(_ keys: [String]) throws(JSONError) -> [UInt8] {
        let changes = AuthsEntry.members(for: nil).map { (key: $0.member.key, value: JSONTree?.none) }
        return try changingMembers(ofEach: keys.map { [Self.auths, .exactly($0)] }, changes)
    }

    /// Returns the document without the entries of some keys, in all `auths` objects.
    package func removingAuthsEntries(_ keys: [String]) -> [UInt8] {
        let unwanted = Set(keys.map { Array($0.utf8) })
        return removingMembers(at: [Self.auths]) { member in
            member.name.map { unwanted.contains(Array($0.utf8)) } ?? false
        }
    }
}
