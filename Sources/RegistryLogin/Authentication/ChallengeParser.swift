/// Parses the challenges of one `WWW-Authenticate` value.
///
/// A value is a list of items that are separated by commas: a scheme begins a challenge, and `name=value` belongs to
/// the last one. A malformed parameter invalidates its challenge, and parsing resumes after the next comma. That comma
/// may be inside quotes, because the missing character may be the closing quote.
struct ChallengeParser {
    private let bytes: [UInt8]
    private var position = 0
    private var found: [AuthenticationChallenge] = []
    private var open: Unfinished?

    private struct Unfinished {
        var scheme: String
        var token68: String?
        var parameters: [AuthenticationChallenge.Parameter] = []
    }

    /// Schemes whose challenges have only parameters, so that `realm=` is an empty value and not a padded token68.
    private static let schemesOfParameters: Set<String> = ["basic", "bearer", "digest"]

    init(_ value: String) {
        bytes = Array(value.utf8)
    }

    mutating func challenges() -> [AuthenticationChallenge] {
        while skipSeparators() {
            let start = position
            if !readItem() {
                open = nil
                position = max(start + 1, resumption)
                while let byte, byte != UInt8(ascii: ",") { position += 1 }
            }
        }
        close()
        return found
    }

    /// Where the search for the next comma resumes after a malformed item: the earliest doubtful position.
    private var resumption = 0

    private mutating func readItem() -> Bool {
        resumption = position
        guard let name = readToken() else {
            close()
            return false
        }
        let end = position
        skipBlanks()
        if byte == UInt8(ascii: "=") {
            position += 1
            return readParameter(name)
        }
        // Anything but a parameter begins a challenge, valid or not, and ends the previous one.
        close()
        guard byte == nil || byte == UInt8(ascii: ",") || position > end else { return false }
        open = Unfinished(scheme: name.lowercased())
        readToken68()
        return true
    }

    private mutating func readParameter(_ name: String) -> Bool {
        skipBlanks()
        resumption = position
        guard let value = byte == UInt8(ascii: "\"") ? readQuotedString() : readBareValue() else { return false }
        // Parameters without a scheme, as after a malformed challenge, are dropped.
        open?.parameters.append(AuthenticationChallenge.Parameter(name: name, value: value))
        return true
    }

    /// Parses a token68, which is the only item between the scheme and the next comma.
    private mutating func readToken68() {
        guard let scheme = open?.scheme else { return }
        let start = position
        while let byte, byte.isToken68 { position += 1 }
        let digits = position - start
        while byte == UInt8(ascii: "=") { position += 1 }
        let padding = position - start - digits
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        skipBlanks()
        let isParameter = padding == 1 && Self.schemesOfParameters.contains(scheme)
        if digits > 0, !isParameter, byte == nil || byte == UInt8(ascii: ",") {
            open?.token68 = text
        } else {
            position = start
        }
    }

    private mutating func readToken() -> String? {
        let start = position
        while let byte, byte.isTokenCharacter { position += 1 }
        return position == start ? nil : String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Accepts more than the grammar's token, because servers send unquoted addresses.
    private mutating func readBareValue() -> String? {
        let start = position
        while let byte, byte != UInt8(ascii: ","), !byte.isBlank {
            guard byte > 0x20, byte != 0x7F, byte != UInt8(ascii: "\"") else { return nil }
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func readQuotedString() -> String? {
        position += 1
        var content: [UInt8] = []
        while let next = byte {
            position += 1
            switch next {
            case UInt8(ascii: "\""):
                // A character directly after the quote shows that it was not the closing one.
                return byte.map { $0.isBlank || $0 == UInt8(ascii: ",") } ?? true
                    ? String(decoding: content, as: UTF8.self) : nil
            case UInt8(ascii: "\\"):
                guard let escaped = byte, !escaped.isControl else { return nil }
                position += 1
                content.append(escaped)
            case _ where next.isControl:
                return nil
            default:
                content.append(next)
            }
        }
        return nil
    }

    private mutating func close() {
        guard let open else { return }
        found.append(
            AuthenticationChallenge(scheme: open.scheme, token68: open.token68, parameters: open.parameters)
        )
        self.open = nil
    }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte, byte.isBlank { position += 1 }
    }

    /// Moves to the next item; false at the end.
    private mutating func skipSeparators() -> Bool {
        while let byte, byte.isBlank || byte == UInt8(ascii: ",") { position += 1 }
        return position < bytes.count
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
    fileprivate var isControl: Bool { (self < 0x20 && self != UInt8(ascii: "\t")) || self == 0x7F }

    private var isAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// `tchar` of RFC 9110, section 5.6.2.
    fileprivate var isTokenCharacter: Bool { isAlphanumeric || "!#$%&'*+-.^_`|~".utf8.contains(self) }

    /// The characters of a token68 before its padding: RFC 9110, section 11.2.
    fileprivate var isToken68: Bool { isAlphanumeric || "-._~+/".utf8.contains(self) }
}
