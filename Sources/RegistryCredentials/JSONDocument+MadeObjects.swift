internal import Codecs

/// An object that was made for its first member goes with its last, so that a put and a delete give back the same bytes.
///
/// That an object was made here must show in the text, since `{}` and `{"auths":{}}` are two files. The mark is a blank
/// behind its last member which has no fellow at the object's beginning; no edit of an empty object gives that form.
extension JSONDocument {
    /// The text with the mark in the member's object.
    func markingAsMade(_ key: JSONKey) -> [UInt8] {
        guard let last = root[key]?.members.reversed().first else { return bytes }
        var bytes = bytes
        bytes.insert(UInt8(ascii: " "), at: last.range.upperBound)
        return bytes
    }

    /// Whether the member's object has the mark, and no members but these.
    func hasMadeObject(_ key: JSONKey, holdingOnly names: [String]) -> Bool {
        let objects = root.members.filter { $0.matches(key) }.map(\.value)
        guard objects.count == 1, let object = objects.first else { return false }
        let members = Array(object.members)
        let unwanted = Set(names.map { Array($0.utf8) })
        guard let last = members.last, members.allSatisfy({ $0.isNamed(in: unwanted) }) else { return false }
        let blank = UInt8(ascii: " ")
        return bytes[last.range.upperBound] == blank && bytes[object.range.lowerBound + 1] != blank
    }

    /// The text without the members of these names in every object called `key`.
    func removing(_ names: [String], from key: JSONKey) -> [UInt8] {
        let unwanted = Set(names.map { Array($0.utf8) })
        return removingMembers(at: [key]) { $0.isNamed(in: unwanted) }
    }
}

extension JSONMember {
    /// Whether its name, by its bytes, is one of these.
    fileprivate func isNamed(in names: Set<[UInt8]>) -> Bool {
        name.map { names.contains(Array($0.utf8)) } ?? false
    }
}
