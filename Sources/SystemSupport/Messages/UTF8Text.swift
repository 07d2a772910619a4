/// Bytes that should be UTF-8, such as those of a path, taken apart without loss.
enum UTF8Text {
    enum Part {
        case scalar(Unicode.Scalar)
        case invalid(UInt8)
    }

    static func decode(_ bytes: [UInt8]) -> [Part] {
        var parts: [Part] = []
        var rest = bytes[...]
        while let first = rest.first {
            let length = (1...4).first { String(validating: rest.prefix($0), as: UTF8.self) != nil }
            if let length, let scalar = String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars.first {
                parts.append(.scalar(scalar))
                rest = rest.dropFirst(length)
            } else {
                parts.append(.invalid(first))
                rest = rest.dropFirst()
            }
        }
        return parts
    }
}
