internal import Codecs

/// An object that was made for its first member goes with its last, so that a put and a delete give back the same bytes.
///
/// That an object was made here must show in the text, since `{}`, `{"auths":null}` and `{"auths":{}}` are three files.
/// The mark is one blank, or two, behind the last member, with no fellow at the beginning of the object; no edit of an
/// object that was there gives that form.
extension JSONDocument {
    /// What stood in the place of an object before it was made.
    enum Origin: Int {
        case nothing = 1
        case null = 2
    }

    /// The text with the mark in the member's object.
    func markingAsMade(_ key: JSONKey, from origin: Origin) -> [UInt8] {
        guard let last = root[key]?.members.reversed().first else { return bytes }
        var bytes = bytes
        bytes.insert(contentsOf: repeatElement(UInt8(ascii: " "), count: origin.rawValue), at: last.range.upperBound)
        return bytes
    }

    /// What the member's object was made from, if it has the mark and no members but these.
    func origin(of key: JSONKey, holdingOnly names: [String]) -> Origin? {
        let objects = root.members.filter { $0.matches(key) }.map(\.value)
        guard objects.count == 1, let object = objects.first else { return nil }
        let members = Array(object.members)
        let unwanted = Set(names.map { Array($0.utf8) })
        guard let last = members.last, members.allSatisfy({ $0.isNamed(in: unwanted) }) else { return nil }
        let blank = UInt8(ascii: " ")
        guard bytes[object.range.lowerBound + 1] != blank else { return nil }
        return Origin(rawValue: bytes[last.range.upperBound...].prefix { $0 == blank }.count)
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
