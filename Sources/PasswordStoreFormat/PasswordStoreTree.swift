internal import Codecs
package import HelperProtocol

/// The file names of servers and users in a password store, and back.
///
/// An entry is `docker-credential-helpers/BASE64/USER.gpg`, byte for byte as in Docker's own helper, so that each helper
/// reads what the other wrote. Nothing here accesses the disk.
package enum PasswordStoreTree {
    /// The directory of the store that holds all entries.
    package static let folder = "docker-credential-helpers"

    /// The extension of an entry's file.
    package static let suffix = ".gpg"

    /// The most bytes in a file name: `NAME_MAX` in Linux's limits.h.
    package static let nameLimit = 255

    private static let base64 = Base64(.urlSafe)

    /// Returns the name of a server's directory: its bytes in base64 with the URL alphabet and padding.
    ///
    /// - Returns: The name; nil if it is too long for a file system, so that no such directory can exist.
    package static func directoryName(for server: ServerURL) -> String? {
        let name = base64.encode(server.text.utf8)
        return name.utf8.count > nameLimit ? nil : name
    }

    /// Returns the server of a directory; nil if the name is not that of a server.
    ///
    /// Like Go's decoder, this skips line ends and ignores excess bits in the last digit. A server that no `get` could
    /// ask for, because the protocol would trim or reject it, gives nil.
    package static func server(named name: String) -> ServerURL? {
        var digits = Array(name.utf8)
        // Hardly any name has one, and `list` reads all names.
        if digits.contains(where: isLineEnd) { digits.removeAll(where: isLineEnd) }
        guard let bytes = base64.decode(digits),
            let text = String(validating: bytes, as: UTF8.self),
            let server = try? ServerURL(text), server.text.utf8.count == bytes.count
        else { return nil }
        return server
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    /// The most directories in a user name.
    private static let depthLimit = 64

    /// Whether a directory below a server's directory can be part of a user name.
    ///
    /// - Parameters:
    ///   - name: The directory's name.
    ///   - depth: How deep it is; 1 in the server's directory.
    /// - Returns: False for the names that ``components(for:)`` rejects.
    package static func canBeInside(_ name: String, depth: Int) -> Bool {
        // git takes a directory of this name for a repository and does not track it.
        !name.utf8.elementsEqual(".git".utf8) && depth <= depthLimit
    }

    /// Whether a name contains control characters, which the protocol does not allow in user names.
    package static func hasControlCharacters(_ name: String) -> Bool {
        // Nearly all names are ASCII, where no table is needed.
        name.utf8.contains { $0 < 0x20 || $0 >= 0x7F }
            && name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// Returns the path of a user's entry below its server's directory.
    ///
    /// Each slash in the user name begins a directory; the last component has the suffix.
    ///
    /// - Throws: ``HelperError`` for a name that would be a path out of the directory or another user's entry.
    package static func components(for username: String) throws(HelperError) -> [String] {
        var components = username.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        for (index, component) in components.enumerated() {
            guard !component.isEmpty, component != ".", component != ".." else {
                throw .unsupportedUser(#"it has an empty part, "." or ".." between slashes"#)
            }
            guard !hasControlCharacters(component) else { throw .unsupportedUser("it contains a control character") }
            guard index == components.count - 1 || canBeInside(component, depth: index + 1) else {
                throw .unsupportedUser(#"it has a part ".git" before a slash, or more than \#(depthLimit) slashes"#)
            }
            // Such a directory would have the name of another user's file.
            guard !component.hasSuffix(suffix) || index == components.count - 1 else {
                throw .unsupportedUser(#"it has a part that ends in ".gpg" before a slash"#)
            }
        }
        components[components.count - 1] += suffix
        guard components.allSatisfy({ $0.utf8.count <= nameLimit }) else {
            throw .unsupportedUser("a part of it is longer than a file name can be")
        }
        return components
    }

    /// Returns the name of an entry as `pass show` takes it.
    package static func entryName(_ directoryName: String, _ username: String) -> String {
        "\(folder)/\(directoryName)/\(username)"
    }
}

extension HelperError {
    fileprivate static func unsupportedUser(_ reason: String) -> HelperError {
        HelperError(
            .unsupported,
            "a password store cannot keep this user name: \(reason)",
            advice: ["Use docker-credential-file, which keeps any user name; in a password store it is a path"]
        )
    }

    /// The server's URL is too long for the name of a directory.
    package static let serverTooLong = HelperError(
        .unsupported,
        "a password store cannot keep this server URL: it is longer than 189 bytes, the most that fit a file name",
        advice: ["Use a shorter URL, or docker-credential-file, which has no such limit"]
    )
}
