internal import HTTPTypes

/// An address with the scheme http or https, split into the parts that requests need.
///
/// Parsing is strict about the host, because parsers that repair backslashes, spaces or control characters may disagree
/// about it. The bytes of path and query are kept unchanged.
struct HTTPAddress: Sendable, Hashable {
    let origin: HTTPOrigin
    /// The path, at least `/`.
    let path: String
    /// The part after `?`; nil if there is none.
    let query: String?

    private init(origin: HTTPOrigin, target: Substring) {
        self.origin = origin
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts[0].isEmpty ? "/" : Self.removingDots(parts[0])
        query = parts.count == 2 ? String(parts[1]) : nil
    }

    /// Creates the address of a request; nil if it has no origin.
    init?(_ request: HTTPRequest) {
        guard let origin = HTTPOrigin(request) else { return nil }
        self.init(origin: origin, target: (request.path ?? "/")[...])
    }

    /// Parses an absolute address, without its fragment.
    ///
    /// - Parameter text: The address.
    /// - Throws: ``Problem`` if it is not valid, or contains user information.
    init(_ text: String) throws(Problem) {
        let text = try Self.checked(text)
        guard let mark = text.firstRange(of: "://") else { throw .notAbsolute }
        let rest = text[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { throw .userInformation }
        guard let origin = HTTPOrigin.read(scheme: text[..<mark.lowerBound], authority: authority) else {
            throw .notHTTP
        }
        self.init(origin: origin, target: rest[authority.endIndex...])
    }

    /// Parses the value of a `Location` field, which may be relative to the address of the request (RFC 3986, section
    /// 5.2).
    ///
    /// - Parameters:
    ///   - reference: The address.
    ///   - base: The address of the request.
    /// - Throws: ``Problem`` as for an absolute address.
    init(_ reference: String, relativeTo base: HTTPAddress) throws(Problem) {
        let text = try Self.checked(reference)
        let scheme = text.prefix { $0 != ":" && $0 != "/" && $0 != "?" }
        if scheme.endIndex < text.endIndex, text[scheme.endIndex] == ":" {
            self = try HTTPAddress(reference)
        } else if text.hasPrefix("//") {
            self = try HTTPAddress("\(base.origin.scheme):\(text)")
        } else if text.hasPrefix("/") {
            self.init(origin: base.origin, target: text)
        } else if text.isEmpty {
            self = base
        } else if text.hasPrefix("?") {
            self.init(origin: base.origin, target: base.path + text)
        } else {
            let directory = base.path.lastIndex(of: "/").map { base.path[...$0] } ?? "/"
            self.init(origin: base.origin, target: directory + text)
        }
    }

    /// The path with the query.
    var target: String { query.map { "\(path)?\($0)" } ?? path }

    /// The reason why a request cannot be sent to an address.
    enum Problem: Error {
        case forbiddenCharacter, notAbsolute, notHTTP, userInformation

        /// The reason, as the predicate of a sentence about the address.
        var problem: String {
            switch self {
            case .forbiddenCharacter: "is empty or contains a blank, a backslash or another forbidden character"
            case .notAbsolute: "is not absolute"
            case .notHTTP: "is not an address of https or http with a valid host"
            case .userInformation: "contains user information"
            }
        }
    }

    /// Returns the text without its fragment, if it is all printable ASCII.
    private static func checked(_ text: String) throws(Problem) -> Substring {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            throw .forbiddenCharacter
        }
        return text.prefix { $0 != "#" }
    }

    /// RFC 3986, section 5.2.4.
    private static func removingDots(_ path: Substring) -> String {
        guard path.contains("/.") else { return String(path) }
        var kept: [Substring] = []
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for segment in segments {
            switch segment {
            case ".": break
            case "..": _ = kept.popLast()
            default: kept.append(segment)
            }
        }
        if segments.last == "." || segments.last == ".." { kept.append("") }
        return "/" + kept.joined(separator: "/")
    }
}
