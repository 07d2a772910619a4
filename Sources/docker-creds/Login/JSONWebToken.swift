internal import Codecs

/// What a token in the form of RFC 7519 says about itself.
enum JSONWebToken {
    /// The claim `exp`, in seconds since 1970; nil if the text is not such a token or does not say.
    static func expiry(of token: String) -> Int? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        // RFC 7515: base64 with the URL alphabet, without padding.
        let padding = String(repeating: "=", count: (4 - parts[1].utf8.count % 4) % 4)
        guard let claims = Base64(.urlSafe).decode(Array((parts[1] + padding).utf8)),
            let number = try? JSONDocument(parsing: claims).root["exp"]?.numberText, let seconds = Double(number),
            seconds.magnitude < 1e15
        else { return nil }
        return Int(seconds)
    }
}
