internal import Codecs
internal import HelperProtocol
internal import SystemSupport

/// Prepares text from a server for display: on one line, truncated, and without a secret in any form.
///
/// A server that received a password may repeat it, by mistake or to have it logged: unchanged, percent-encoded, in
/// base64 or hexadecimal digits, escaped for HTML or JSON, in another case, or truncated. A text that contains any of
/// these is not shown at all, because the rest would reveal the position and the length of the secret.
struct ServerTextFilter: Sendable {
    private let secrets: [[UInt8]]

    /// The number of bytes of a text that are examined, and so may be shown.
    private static let maximumSize = 4096
    /// How often a text is decoded, because encodings may be nested.
    private static let maximumDepth = 3
    /// The longest part of a secret that may be shown, and the shortest that is searched for in truncated text.
    private static let pieceSizes = 6...16

    init(hiding secrets: [Secret]) {
        self.secrets = secrets.map { secret in secret.withUTF8 { $0.map(\.lowercased) } }.filter { !$0.isEmpty }
    }

    /// Returns a text for a message.
    ///
    /// - Parameters:
    ///   - text: The text from the server.
    ///   - limit: The number of Unicode scalars to show.
    /// - Returns: The text, or `<redacted>`.
    func shown(_ text: String, limit: Int) -> String {
        let bytes = Array(text.utf8.prefix(Self.maximumSize))
        guard !isTelling(bytes, depth: Self.maximumDepth) else { return "\(Secret(""))" }
        // Scalars and not characters, because a character may have any length.
        let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
        return (String(scalars.prefix(limit)) + (scalars.count > limit ? "…" : "")).escapedForDisplay
    }

    /// Returns an origin from a server for a message, with its host truncated to fit on a line.
    func shown(_ origin: HTTPOrigin) -> String {
        shown(origin.description, limit: 80)
    }

    private func isTelling(_ bytes: [UInt8], depth: Int) -> Bool {
        let folded = bytes.map(\.lowercased)
        if secrets.contains(where: { Self.isPiece(of: $0, in: folded) }) { return true }
        guard depth > 0 else { return false }
        return ServerTextFilter.decodings(of: bytes).contains { $0 != bytes && isTelling($0, depth: depth - 1) }
    }

    /// Whether the text contains the secret, or a part of it that is long enough to matter.
    private static func isPiece(of secret: [UInt8], in text: [UInt8]) -> Bool {
        let size = min(secret.count, min(max(pieceSizes.lowerBound, secret.count / 2), pieceSizes.upperBound))
        guard text.count >= size else { return false }
        var pieces: Set<ArraySlice<UInt8>> = []
        for start in 0...(secret.count - size) { pieces.insert(secret[start..<(start + size)]) }
        return (0...(text.count - size)).contains { pieces.contains(text[$0..<($0 + size)]) }
    }
}

extension ServerTextFilter {
    /// Returns the text, and everything that it may be an encoding of.
    private static func decodings(of bytes: [UInt8]) -> [[UInt8]] {
        [percentDecoded(bytes), htmlDecoded(bytes), backslashDecoded(bytes)] + base64Decodings(of: bytes)
            + hexDecodings(of: bytes)
    }

    private static func percentDecoded(_ bytes: [UInt8]) -> [UInt8] {
        replacing(bytes) { rest in
            if rest.first == UInt8(ascii: "+") { return ([UInt8(ascii: " ")], 1) }
            guard rest.first == UInt8(ascii: "%"), let byte = hexByte(rest.dropFirst().prefix(2)) else { return nil }
            return ([byte], 3)
        }
    }

    /// Decodes `&amp;` and the like, and `&#38;` or `&#x26;`.
    private static func htmlDecoded(_ bytes: [UInt8]) -> [UInt8] {
        let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " "]
        return replacing(bytes) { rest in
            guard rest.first == UInt8(ascii: "&"), let end = rest.prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
                return nil
            }
            let name = String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self).lowercased()
            let length = end - rest.startIndex + 1
            if let character = names[name] { return (Array(character.utf8), length) }
            guard name.hasPrefix("#") else { return nil }
            let digits = name.dropFirst()
            let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return number.flatMap(Unicode.Scalar.init).map { (Array(String($0).utf8), length) }
        }
    }

    /// Decodes `\u0041`, `\x41`, and a backslash before anything else.
    private static func backslashDecoded(_ bytes: [UInt8]) -> [UInt8] {
        replacing(bytes) { rest in
            guard rest.first == UInt8(ascii: "\\"), let mark = rest.dropFirst().first else { return nil }
            let digits = mark == UInt8(ascii: "u") ? 4 : mark == UInt8(ascii: "x") ? 2 : 0
            guard digits > 0 else { return ([mark], 2) }
            let text = String(decoding: rest.dropFirst(2).prefix(digits), as: UTF8.self)
            guard text.utf8.count == digits, let scalar = UInt32(text, radix: 16).flatMap(Unicode.Scalar.init) else {
                return nil
            }
            return (Array(String(scalar).utf8), 2 + digits)
        }
    }

    /// Decodes each run of base64 digits from each of its first four digits on, because the secret may begin anywhere.
    private static func base64Decodings(of bytes: [UInt8]) -> [[UInt8]] {
        let digits = bytes.map { byte -> UInt8 in
            byte == UInt8(ascii: "-") ? UInt8(ascii: "+") : byte == UInt8(ascii: "_") ? UInt8(ascii: "/") : byte
        }
        return digits.split { !$0.isBase64Digit }.filter { $0.count >= 4 }.flatMap { run in
            (0..<4).compactMap { offset -> [UInt8]? in
                let whole = run.dropFirst(offset)
                return base64Bytes(whole)
            }
        }
    }

    private static func base64Bytes(_ digits: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var (bits, count): (UInt32, Int) = (0, 0)
        for digit in digits {
            bits = bits << 6 | UInt32(digit.base64Value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func hexDecodings(of bytes: [UInt8]) -> [[UInt8]] {
        bytes.split { hexByte([UInt8(ascii: "0"), $0]) == nil }.filter { $0.count >= 8 }.flatMap { run in
            (0..<2).map { offset in
                let digits = Array(run.dropFirst(offset))
                return stride(from: 0, to: digits.count - 1, by: 2).compactMap { hexByte(digits[$0...($0 + 1)]) }
            }
        }
    }

    private static func hexByte(_ digits: some Collection<UInt8>) -> UInt8? {
        guard digits.count == 2, digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else {
            return nil
        }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    /// Replaces each position at which `decode` returns bytes and the length of their encoding.
    private static func replacing(
        _ bytes: [UInt8],
        _ decode: (ArraySlice<UInt8>) -> (bytes: [UInt8], length: Int)?
    ) -> [UInt8] {
        var decoded: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if let (replacement, length) = decode(bytes[position...]) {
                decoded += replacement
                position += length
            } else {
                decoded.append(bytes[position])
                position += 1
            }
        }
        return decoded
    }
}

extension UInt8 {
    fileprivate var lowercased: UInt8 { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self }

    fileprivate var isBase64Digit: Bool { base64Value < 64 }

    fileprivate var base64Value: UInt8 {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): self - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): self - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: 64
        }
    }
}
