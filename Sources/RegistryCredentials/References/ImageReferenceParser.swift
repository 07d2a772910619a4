/// Parses image references by the grammar of distribution/reference:
/// https://pkg.go.dev/github.com/distribution/reference.
struct ImageReferenceParser {
    static let dockerHubDomain = "docker.io"
    static let officialNamespace = "library/"
    private static let legacyDockerHubDomain = "index.docker.io"

    private let text: String
    /// The grammar allows only ASCII, so each byte is a character.
    private let bytes: [UInt8]

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    func parse() throws(ImageReferenceError) -> ImageReference {
        guard !bytes.isEmpty else { throw ImageReferenceError(.emptyName, at: 0, "it is empty") }
        guard !isIdentifier else {
            throw ImageReferenceError(
                .ambiguousIdentifier,
                at: 0,
                "64 hexadecimal digits are an image ID, not a name"
            )
        }
        let first = firstComponent
        let hasDomain = hasDomain
        let remote = hasDomain ? first.endIndex + 1 : 0
        var domain = hasDomain ? String(decoding: first, as: UTF8.self) : Self.dockerHubDomain
        if hasDomain { try checkDomain(first) }
        if domain == Self.legacyDockerHubDomain { domain = Self.dockerHubDomain }

        let name = bytes[remote...].prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "@") }
        let tag = try parseTag(from: name.endIndex)
        let digest = try parseDigest(from: tag.end)
        try checkName(name)
        var repository = String(decoding: name, as: UTF8.self)
        if domain == Self.dockerHubDomain, !repository.contains("/") {
            repository = Self.officialNamespace + repository
        }
        guard repository.utf8.count <= 255 else {
            throw ImageReferenceError(.nameTooLong, at: remote, "the repository has more than 255 bytes")
        }
        do {
            return try ImageReference(domain: domain, repository: repository, tag: tag.value, digest: digest)
        } catch {
            throw ImageReferenceError(.invalidDomain, at: 0, error.description)
        }
    }

    /// The text before the first slash; empty without a slash.
    private var firstComponent: ArraySlice<UInt8> { bytes[..<(bytes.firstIndex(of: UInt8(ascii: "/")) ?? 0)] }

    /// Whether docker interprets the first of several components as a host.
    var hasDomain: Bool {
        firstComponent.contains { [UInt8(ascii: "."), UInt8(ascii: ":")].contains($0) || $0.isASCIIUppercase }
            || firstComponent.elementsEqual("localhost".utf8)
    }

    /// Whether docker interprets the text as an image ID.
    var isIdentifier: Bool { bytes.count == 64 && bytes.allSatisfy(\.isLowercaseHexadecimal) }

    private func checkDomain(_ domain: ArraySlice<UInt8>) throws(ImageReferenceError) {
        var host = domain
        if host.first == UInt8(ascii: "[") {
            guard let bracket = host.firstIndex(of: UInt8(ascii: "]")) else {
                throw ImageReferenceError(.invalidDomain, at: 0, "the IPv6 address has no closing bracket")
            }
            host = host[..<bracket]
            // The grammar deliberately excludes zones and embedded IPv4 addresses.
            if let other = host.dropFirst().firstIndex(where: { !$0.isHexadecimal && $0 != UInt8(ascii: ":") }) {
                throw ImageReferenceError(
                    .invalidDomain,
                    at: other,
                    "an IPv6 address may only contain hexadecimal digits and colons"
                )
            }
            try checkPort(domain[(bracket + 1)...])
        } else {
            host = host.prefix { $0 != UInt8(ascii: ":") }
            for label in host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
                guard label.first?.isASCIIAlphanumeric == true, label.last?.isASCIIAlphanumeric == true,
                    label.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") })
                else {
                    throw ImageReferenceError(.invalidDomain, at: label.startIndex, "the registry's host is not valid")
                }
            }
            try checkPort(domain[host.endIndex...])
        }
    }

    private func checkPort(_ port: ArraySlice<UInt8>) throws(ImageReferenceError) {
        guard !port.isEmpty else { return }
        guard port.first == UInt8(ascii: ":"), port.count > 1, port.dropFirst().allSatisfy(\.isASCIIDigit) else {
            throw ImageReferenceError(.invalidDomain, at: port.startIndex, "the registry's port is not a number")
        }
    }
}

extension ImageReferenceParser {
    private func checkName(_ name: ArraySlice<UInt8>) throws(ImageReferenceError) {
        guard !name.isEmpty else {
            throw ImageReferenceError(.emptyName, at: name.startIndex, "there is no repository")
        }
        if let upper = name.firstIndex(where: \.isASCIIUppercase) {
            throw ImageReferenceError(.uppercaseName, at: upper, "the repository must be in lower case")
        }
        for component in name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            try checkComponent(component)
        }
    }

    /// Letters and digits, joined by one `.`, one or two `_`, or any number of `-`.
    private func checkComponent(_ component: ArraySlice<UInt8>) throws(ImageReferenceError) {
        guard component.first?.isPathAlphanumeric == true else {
            throw ImageReferenceError(
                .invalidName,
                at: component.startIndex,
                "each part of the repository must begin with a lower-case letter or a digit"
            )
        }
        var index = component.startIndex
        while index < component.endIndex {
            if component[index].isPathAlphanumeric {
                index += 1
                continue
            }
            let separator = component[index...].prefix { !$0.isPathAlphanumeric }
            guard isSeparator(separator), separator.endIndex < component.endIndex else {
                throw ImageReferenceError(
                    .invalidName,
                    at: index,
                    "letters and digits of a repository may only be separated by '.', '_', '__' or '-'"
                )
            }
            index = separator.endIndex
        }
    }

    private func isSeparator(_ separator: ArraySlice<UInt8>) -> Bool {
        separator.elementsEqual(".".utf8) || separator.elementsEqual("_".utf8) || separator.elementsEqual("__".utf8)
            || separator.allSatisfy { $0 == UInt8(ascii: "-") }
    }

    private func parseTag(from start: Int) throws(ImageReferenceError) -> (value: String?, end: Int) {
        guard start < bytes.endIndex, bytes[start] == UInt8(ascii: ":") else { return (nil, start) }
        let tag = bytes[(start + 1)...].prefix { $0 != UInt8(ascii: "@") }
        guard let first = tag.first, first.isTagByte, first != UInt8(ascii: "."), first != UInt8(ascii: "-") else {
            throw ImageReferenceError(.invalidTag, at: start + 1, "a tag must begin with a letter, a digit or '_'")
        }
        if let other = tag.firstIndex(where: { !$0.isTagByte }) {
            throw ImageReferenceError(
                .invalidTag,
                at: other,
                "a tag may only contain letters, digits, '_', '.' and '-'"
            )
        }
        guard tag.count <= 128 else {
            throw ImageReferenceError(.invalidTag, at: start + 1, "the tag has more than 128 bytes")
        }
        return (String(decoding: tag, as: UTF8.self), tag.endIndex)
    }

    private func parseDigest(from start: Int) throws(ImageReferenceError) -> String? {
        guard start < bytes.endIndex else { return nil }
        let digest = bytes[(start + 1)...]
        guard let colon = digest.firstIndex(of: UInt8(ascii: ":")) else {
            throw ImageReferenceError(
                .invalidDigest,
                at: start + 1,
                "a digest must be an algorithm, a colon and hexadecimal digits"
            )
        }
        let algorithm = String(decoding: digest[..<colon], as: UTF8.self)
        let digits = digest[(colon + 1)...]
        guard let count = ["sha256": 64, "sha384": 96, "sha512": 128][algorithm] else {
            throw ImageReferenceError(.unsupportedDigest, at: start + 1, "the digest is not sha256, sha384 or sha512")
        }
        guard digits.count == count, digits.allSatisfy(\.isLowercaseHexadecimal) else {
            throw ImageReferenceError(
                .invalidDigest,
                at: colon + 1,
                "a \(algorithm) digest must have \(count) hexadecimal digits in lower case"
            )
        }
        return String(decoding: digest, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isASCIIDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
    fileprivate var isASCIIUppercase: Bool { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self }
    fileprivate var isPathAlphanumeric: Bool { isASCIIDigit || UInt8(ascii: "a")...UInt8(ascii: "z") ~= self }
    fileprivate var isASCIIAlphanumeric: Bool { isPathAlphanumeric || isASCIIUppercase }
    fileprivate var isLowercaseHexadecimal: Bool { isASCIIDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= self }
    fileprivate var isHexadecimal: Bool { isLowercaseHexadecimal || UInt8(ascii: "A")...UInt8(ascii: "F") ~= self }
    fileprivate var isTagByte: Bool {
        isASCIIAlphanumeric || self == UInt8(ascii: "_") || self == UInt8(ascii: ".") || self == UInt8(ascii: "-")
    }
}
