internal import Codecs

/// What a migration changed, without a secret, so that it can be undone.
struct MigrationRecord: Sendable, Equatable {
    /// A credential that was copied.
    struct Copy: Sendable, Equatable {
        /// The key in the source, byte for byte.
        let key: String
        let username: String?
        /// The path of the file, or the file name of the helper program.
        let source: String
        let target: String
        /// The key in the target, byte for byte.
        let targetKey: String
        /// Whether the target had the credential before, so that it keeps it.
        let wasInTarget: Bool
    }

    /// The helpers that a config file named before.
    struct Settings: Sendable, Equatable {
        let file: String
        let credentialsStore: String?
        let credentialHelpers: [Helper]

        struct Helper: Sendable, Equatable {
            let key: String
            /// The name; empty for the file itself.
            let name: String
        }
    }

    /// Identifies the record, such as `20261126-231500-9f3a`.
    let id: String
    /// When the migration began, in seconds since 1970.
    let created: Int
    var copies: [Copy]
    var settings: [Settings]
    /// The helpers that the migration named in the settings.
    var helpers: [String]
    /// The keys under which it may have named them in `credHelpers`.
    var hosts: [String]
    /// Whether the migration ended by itself, even if it left credentials in the source.
    var isFinished = true
}

extension MigrationRecord {
    /// The helpers of a migration from one to another; nil if one of them is a file.
    var move: HelperMove? {
        guard let copy = copies.first, let source = MigrationPlan.Item.helperName(copy.source),
            let target = MigrationPlan.Item.helperName(copy.target)
        else { return nil }
        return HelperMove(source: source, target: target)
    }
}

// MARK: JSON

extension MigrationRecord {
    /// The record as JSON.
    var json: JSONTree {
        .object([
            ("id", .string(id)), ("created", .number("\(created)")),
            ("copies", .array(copies.map(\.json))), ("settings", .array(settings.map(\.json))),
            ("helpers", .array(helpers.map { .string($0) })), ("hosts", .array(hosts.map { .string($0) })),
            ("finished", .bool(isFinished)),
        ])
    }

    /// Reads a record.
    ///
    /// - Returns: The record; nil if a member is missing or has another type.
    init?(parsing bytes: [UInt8]) {
        guard let root = (try? JSONDocument(parsing: bytes))?.root, let id = root["id"]?.string,
            let created = root["created"]?.numberText.flatMap({ Int($0) })
        else { return nil }
        let copies = (root["copies"]?.elements ?? []).map { Copy($0) }
        let settings = (root["settings"]?.elements ?? []).map { Settings($0) }
        guard !copies.contains(nil), !settings.contains(nil) else { return nil }
        self.init(
            id: id,
            created: created,
            copies: copies.compactMap(\.self),
            settings: settings.compactMap(\.self),
            helpers: (root["helpers"]?.elements ?? []).compactMap(\.string),
            hosts: (root["hosts"]?.elements ?? []).compactMap(\.string),
            isFinished: root["finished"]?.bool ?? true
        )
    }
}

extension MigrationRecord.Copy {
    fileprivate var json: JSONTree {
        .object([
            ("key", .string(key)), ("username", username.map { .string($0) } ?? .null), ("source", .string(source)),
            ("target", .string(target)), ("targetKey", .string(targetKey)), ("wasInTarget", .bool(wasInTarget)),
        ])
    }

    fileprivate init?(_ value: JSONValue) {
        guard let key = value["key"]?.string, let source = value["source"]?.string,
            let target = value["target"]?.string, let targetKey = value["targetKey"]?.string,
            let wasInTarget = value["wasInTarget"]?.bool
        else { return nil }
        self.init(
            key: key,
            username: value["username"]?.string,
            source: source,
            target: target,
            targetKey: targetKey,
            wasInTarget: wasInTarget
        )
    }
}

extension MigrationRecord.Settings {
    fileprivate var json: JSONTree {
        .object([
            ("file", .string(file)), ("credsStore", credentialsStore.map { .string($0) } ?? .null),
            ("credHelpers", .object(credentialHelpers.map { ($0.key, .string($0.name)) })),
        ])
    }

    fileprivate init?(_ value: JSONValue) {
        guard let file = value["file"]?.string, let helpers = value["credHelpers"], helpers.kind == .object else {
            return nil
        }
        self.init(
            file: file,
            credentialsStore: value["credsStore"]?.string,
            credentialHelpers: helpers.members.compactMap { member in
                guard let key = member.name, let name = member.value.string else { return nil }
                return Helper(key: key, name: name)
            }
        )
    }

    /// Creates the current settings of a file, without damaged members of `credHelpers`.
    init(_ settings: CredentialHelperSettings, of file: String) {
        let helpers = settings.credentialHelpers.compactMap { key, helper -> Helper? in
            switch helper {
            case .program(let name): Helper(key: key, name: name)
            case .file: Helper(key: key, name: "")
            case .damaged: nil
            }
        }
        self.init(file: file, credentialsStore: settings.credentialsStore, credentialHelpers: helpers)
    }
}
