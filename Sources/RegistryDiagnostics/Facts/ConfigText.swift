internal import AuthsFormat
package import Codecs
package import RegistryCredentials

/// The credential settings of a config file, with their line numbers.
package struct ConfigText: Sendable {
    /// An entry of `auths`.
    package struct Entry: Sendable {
        package let key: String
        package let line: Int
        /// The members that hold a secret: `auth`, `password`, `identitytoken`, `registrytoken`.
        package let secrets: [String]
        /// The value of `username`; nil if there is none, even if `auth` has a user name.
        package let username: String?
        /// The address that the key names; nil if it is not an address.
        package let server: ServerAddress?
        /// What is wrong with the entry, without a secret; nil if nothing is.
        package let mistake: String?
    }

    /// A helper that the file names.
    package struct Helper: Sendable {
        /// `credsStore`, or the key in `credHelpers`.
        package let key: String?
        package let name: String
        package let line: Int

        /// The name of the setting in messages: `credsStore`, or `credHelpers["ghcr.io"]`.
        package var place: String { key.map { "credHelpers[\"\($0)\"]" } ?? "credsStore" }
    }

    package let document: JSONDocument
    package let credsStore: Helper?
    package let credHelpers: [Helper]
    package let entries: [Entry]
    /// The top-level members with their lines.
    package let members: [(name: String, value: JSONValue, line: Int)]
    private let lineStarts: [Int]

    /// Parses a config file.
    ///
    /// - Throws: `JSONError` if the file is not JSON; a byte order mark and trailing text are errors too.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        let document = try JSONDocument(parsing: bytes)
        guard document.root.kind == .object || document.root.isNull else {
            throw JSONError(.notAnObject, at: document.root.range.lowerBound, in: bytes)
        }
        var starts = [0]
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(index + 1) }
        let line = { (offset: Int) in starts.partitioningIndex { $0 > offset } }
        var members: [(name: String, value: JSONValue, line: Int)] = []
        var store: Helper?
        var helpers: [Helper] = []
        var entries: [Entry] = []
        for member in document.root.members {
            guard let name = member.name else { continue }
            members.append((name, member.value, line(member.key.range.lowerBound)))
            switch name.lowercased() {
            case "credsstore":
                store = member.value.string.flatMap {
                    $0.isEmpty ? nil : Helper(key: nil, name: $0, line: line(member.value.range.lowerBound))
                }
            case "credhelpers":
                for helper in member.value.members {
                    guard let key = helper.name, let name = helper.value.string, !name.isEmpty else { continue }
                    helpers.append(Helper(key: key, name: name, line: line(helper.value.range.lowerBound)))
                }
            case "auths":
                for entry in member.value.members {
                    guard let key = entry.name else { continue }
                    entries.append(Self.entry(key, entry.value, line(entry.key.range.lowerBound)))
                }
            default: break
            }
        }
        self.document = document
        self.members = members
        credsStore = store
        credHelpers = helpers
        self.entries = entries
        lineStarts = starts
    }

    private static func entry(_ key: String, _ value: JSONValue, _ line: Int) -> Entry {
        let secrets = ["auth", "password", "identitytoken", "registrytoken"].filter { name in
            value[.foldingCase(name)]?.string.map { !$0.isEmpty } == true
        }
        return Entry(
            key: key,
            line: line,
            secrets: secrets,
            username: value[.foldingCase("username")]?.string.flatMap { $0.isEmpty ? nil : $0 },
            server: try? ServerAddress(key),
            mistake: mistake(in: AuthsEntry(value))
        )
    }

    private static func mistake(in entry: AuthsEntry) -> String? {
        switch entry {
        case .empty: nil
        case .damaged(let problem): "cannot be read: \(problem)"
        case .credential(let credential):
            Credential(credential).oddities.first.map { "has a password that \($0)" }
        }
    }

    /// Returns the line of a byte, starting at 1.
    package func line(of offset: Int) -> Int { lineStarts.partitioningIndex { $0 > offset } }

    /// The helpers, `credsStore` first.
    package var helpers: [Helper] { (credsStore.map { [$0] } ?? []) + credHelpers }

    /// Returns the helper that docker uses for a registry: that of `credHelpers`, or else `credsStore`; nil for the
    /// file itself.
    package func helper(for server: ServerAddress) -> Helper? {
        credHelpers.first { helper in
            helper.key.map { $0.utf8.elementsEqual(server.dockerKey.utf8) || $0.utf8.elementsEqual(server.text.utf8) }
                == true
        } ?? credsStore
    }
}

extension Array where Element == Int {
    /// Returns the index of the first element that satisfies the condition, in an array that is partitioned by it.
    fileprivate func partitioningIndex(where belongsInSecondPart: (Int) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if belongsInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
