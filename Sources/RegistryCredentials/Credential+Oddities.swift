internal import HelperProtocol

extension Credential {
    /// Likely mistakes in the password, as the end of a sentence about it, without showing any of it.
    package var oddities: [String] {
        guard let password else { return [] }
        let name = Array((username ?? "").utf8)
        return password.withUTF8 { bytes in
            var found: [String] = []
            let blanks: [UInt8] = [0x20, 0x09]
            let quotes: [UInt8] = [0x22, 0x27]
            // What `echo` adds is after the closing quotation mark.
            let content = bytes.reversed().drop { $0 == 0x0A || $0 == 0x0D }
            if bytes.last == 0x0A || bytes.last == 0x0D {
                found.append("ends with a line feed, which `echo` adds and `printf %s` does not")
            } else if let last = bytes.last, blanks.contains(last) {
                found.append("ends with a blank")
            }
            if let first = bytes.first, blanks.contains(first) { found.append("begins with a blank") }
            if content.count > 1, let first = bytes.first, first == content.first, quotes.contains(first) {
                found.append("is in quotation marks")
            } else if let first = name.first, first == content.first, quotes.contains(first) {
                found.append("ends with the quotation mark with which the user name begins")
            }
            return found
        }
    }
}
