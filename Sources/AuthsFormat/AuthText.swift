internal import Codecs
internal import HelperProtocol

/// The text of `auth`: base64 of a user, a colon, and a password that may hold further colons.
enum AuthText {
    /// Why a text is none; never what is in it, which is a secret even where it is damaged.
    struct Problem: Error, Equatable, CustomStringConvertible {
        let description: String

        static let notBase64 = Problem(description: "its `auth` is not base64")
        static let noColon = Problem(description: "its `auth` does not hold a user, a colon and a password")
        static let notUTF8 = Problem(description: "its `auth` does not hold UTF-8")
    }

    /// Reads it, padded or not, with line ends anywhere.
    ///
    /// Blanks and the URL alphabet are refused: no client reads them, so that what a user sees here is what Docker sees.
    static func decode(
        _ text: String,
        trimsNULs: Bool
    ) -> Result<(username: String, password: Secret), Problem> {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        // As Kubernetes tells the two apart.
        let codec = Base64(.standard, padding: digits.last == UInt8(ascii: "=") ? .required : .forbidden)
        guard let decoded = codec.decode(digits) else { return .failure(.notBase64) }
        guard let colon = decoded.firstIndex(of: UInt8(ascii: ":")) else { return .failure(.noColon) }
        var password = decoded[(colon + 1)...]
        if trimsNULs {
            while password.first == 0 { password.removeFirst() }
            while password.last == 0 { password.removeLast() }
        }
        guard let username = String(validating: decoded[..<colon], as: UTF8.self),
            let secret = Secret(utf8: password)
        else { return .failure(.notUTF8) }
        return .success((username, secret))
    }

    static func encode(username: String, password: Secret?) -> String {
        let secret = password.map { $0.withUTF8 { $0 } } ?? []
        return Base64().encode(Array(username.utf8) + [UInt8(ascii: ":")] + secret)
    }
}
