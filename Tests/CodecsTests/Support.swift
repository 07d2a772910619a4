import Codecs

extension JSONDocument {
    init(_ text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }
}
