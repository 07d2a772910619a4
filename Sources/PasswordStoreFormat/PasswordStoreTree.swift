import Codecs
import HelperProtocol

/// How servers and users are spelt as names in a password store, and back.
///
/// `docker-credential-helpers/BASE64/USER.gpg`, byte for byte as Docker's own helper spells them, so that either reads
/// what the other wrote. Nothing here looks at a disk.
enum PasswordStoreTree {
    /// The directory of the store that holds all entries.
    static let folder = "docker-credential-helpers"

    /// What the name of an entry's file ends with.
    static let suffix = ".gpg"

    /// The most bytes that a Linux file system takes as one name: `NAME_MAX` of limits.h.
    static let nameLimit = 255

    private static let base64 = Base64(.urlSafe)

    /// The directory of a server: base64 with the URL alphabet and padding, of the exact bytes.
    ///
    /// - Returns: The name; nil if it is longer than a file system takes, so that there can be no such directory.
    static func directoryName(for server: ServerURL) -> String? {
        let name = base64.encode(server.text.utf8)
        return name.utf8.count > nameLimit ? nil : name
    }

    /// The server that a directory stands for; nil for a foreign name.
    ///
    /// Like Go's decoder this passes over line ends and ignores the bits that the last digit has too many. A key that
    /// no `get` could ask for, because it would be trimmed or refused, is foreign.
    static func server(named name: String) -> ServerURL? {
        var digits = Array(name.utf8)
        // Nearly no name has one, and a list looks at all names.
        if digits.contains(where: isLineEnd) { digits.removeAll(where: isLineEnd) }
        guard let bytes = base64.decode(digits),
            let text = String(validating: bytes, as: UTF8.self),
            let server = try? ServerURL(text), server.text.utf8.count == bytes.count
        else { return nil }
        return server
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    /// The most directories that a user name makes.
    private static let depthLimit = 64

    /// Whether a directory inside that of a server can be a part of a user name.
    ///
    /// - Parameters:
    ///   - name: The directory's name.
    ///   - depth: How deep it is; 1 in the directory of the server itself.
    /// - Returns: False for what `components(for:)` refuses, too.
    static func canBeInside(_ name: String, depth: Int) -> Bool {
        // git refuses to track such a directory, and takes one for a repository.
        !name.utf8.elementsEqual(".git".utf8) && depth <= depthLimit
    }

    /// Whether a name has characters in it that no user name of the protocol has.
    static func hasControlCharacters(_ name: String) -> Bool {
        // Nearly all names are ASCII, where no table is needed.
        name.utf8.contains { $0 < 0x20 || $0 >= 0x7F }
            && name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// The path of a user's entry below the directory of its server: the parts of the name between slashes, as
    /// directories, and the last with the suffix.
    ///
    /// - Throws: ``HelperError`` for a name that would lead elsewhere or be another entry.
    static func components(for username: String) throws(HelperError) -> [String] {
        var components = username.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        for (index, component) in components.enumerated() {
            guard !component.isEmpty, component != ".", component != ".." else {
                throw .unsupportedUser(#"an empty part, "." or "..", between slashes"#)
            }
            guard !hasControlCharacters(component) else { throw .unsupportedUser("a control character") }
            guard index == components.count - 1 || canBeInside(component, depth: index + 1) else {
                throw .unsupportedUser(#"a part ".git" before a slash, or more than \#(depthLimit) slashes"#)
            }
            // The directory could not be told from another user's file.
            guard !component.hasSuffix(suffix) || index == components.count - 1 else {
                throw .unsupportedUser(#"a part that ends in ".gpg" before a slash"#)
            }
        }
        components[components.count - 1] += suffix
        guard components.allSatisfy({ $0.utf8.count <= nameLimit }) else {
            throw HelperError(
                .unsupported,
                "a password store cannot keep this user name: a part of it is longer than a file name can be"
            )
        }
        return components
    }

    /// The name of an entry in pass's own words: what `pass show` takes.
    static func entryName(_ directoryName: String, _ username: String) -> String {
        "\(folder)/\(directoryName)/\(username)"
    }
}

extension HelperError {
    fileprivate static func unsupportedUser(_ reason: String) -> HelperError {
        HelperError(
            .unsupported,
            "a password store cannot keep this user name: it has \(reason)",
            advice: ["User names are paths in a password store. docker-credential-file keeps any of them."]
        )
    }

    /// The server has no directory, because its name would be too long.
    static let serverTooLong = HelperError(
        .unsupported,
        "a password store cannot keep this server URL: it is longer than the 189 bytes that make a file name",
        advice: ["Use a shorter URL, or docker-credential-file, which has no such limit."]
    )
}
