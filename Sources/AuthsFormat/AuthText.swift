internal import Codecs
internal import HelperProtocol

/// The value of `auth`: base64 of a user name, a colon, and a password that may contain colons.
enum AuthText {
    /// Decodes the text.
    ///
    /// Line ends are skipped, as in Go's decoder. Spaces and the URL alphabet are rejected, because no client reads
    /// them. Padding is optional, as in Kubernetes. Text without padding whose last bits are not zero is truncated, and
    /// is rejected.
    static func decode(_ text: String, _ nulBytes: NULBytes) throws(AuthsProblem) -> (
        username: String, password: Secret
    ) {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard let decoded = bytes(of: digits) else {
            throw digits.contains(UInt8(ascii: "\"")) || digits.contains(UInt8(ascii: "'")) ? .quoted : .notBase64
        }
        guard let colon = decoded.firstIndex(of: UInt8(ascii: ":")) else {
            let second = bytes(of: decoded.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
            throw second?.contains(UInt8(ascii: ":")) == true ? .encodedTwice : .noColon
        }
        var password = decoded[(colon + 1)...]
        if nulBytes == .trimmed {
            while password.first == 0 { password.removeFirst() }
            while password.last == 0 { password.removeLast() }
        }
        guard let username = String(validating: decoded[..<colon], as: UTF8.self),
            let secret = Secret(utf8: password)
        else { throw .notUTF8 }
        return (username, secret)
    }

    private static func bytes(of digits: [UInt8]) -> [UInt8]? {
        let isPadded = digits.last == UInt8(ascii: "=") || digits.count % 4 == 0
        return Base64(.standard, padding: isPadded ? .required : .forbidden).decode(digits, canonical: !isPadded)
    }

    static func encode(username: String, password: Secret?) -> String {
        let secret = password.map { $0.withUTF8 { $0 } } ?? []
        return Base64().encode(Array(username.utf8) + [UInt8(ascii: ":")] + secret)
    }
}
