import Codecs
package import HelperProtocol
package import SystemPackage
package import SystemSupport

extension StoreSettings {
    /// Returns the path of the settings file; nil if neither `XDG_CONFIG_HOME` nor `HOME` is an absolute path.
    package static func path(in environment: ProcessEnvironment) -> FilePath? {
        do {
            return try environment.configurationHome.appending("docker-credential-file").appending("settings.json")
        } catch {
            return nil
        }
    }

    /// Reads the settings file, if there is one.
    ///
    /// - Parameters:
    ///   - environment: The variables of the process.
    ///   - rules: The access rules, because the file names the program that is run for the key.
    /// - Returns: The settings; the defaults if there is no file.
    /// - Throws: ``HelperError`` with the file and the member that cannot be used.
    package static func read(
        _ environment: ProcessEnvironment,
        _ rules: AccessRules
    ) throws(HelperError) -> StoreSettings {
        guard let path = path(in: environment) else { return StoreSettings() }
        let file: RegularFile?
        do {
            file = try RegularFile.readIfPresent(path, limit: 1 << 20)
        } catch {
            // A directory that this user cannot enter is treated like a missing file.
            if error.code == .notDirectory { return StoreSettings() }
            throw HelperError(.failed, "\(error)")
        }
        guard let file else { return StoreSettings() }
        try rules.checkPlace(of: path, along: PathTrail(to: path), isOurs: false)
        try rules.checkFile(file.status, at: path)
        return try StoreSettings(parsing: file.bytes, at: path)
    }

    /// Parses the bytes of a settings file.
    init(parsing bytes: [UInt8], at path: FilePath) throws(HelperError) {
        self.init()
        let root: JSONValue
        do throws(JSONError) {
            root = try JSONDocument(parsing: bytes).root
        } catch {
            throw Self.unusable(path, "\(error)")
        }
        guard root.kind == .object else { throw Self.unusable(path, "it is not a JSON object") }
        for member in root.members {
            guard let known = member.name.flatMap(Member.init(rawValue:)) else {
                let members = Member.allCases.map(\.rawValue).joined(separator: ", ")
                throw Self.unusable(path, "unknown member \"\(member.name ?? "")\"; the members are \(members)")
            }
            try set(known, to: member.value, path)
        }
        guard identity == nil || identityCommand == nil else {
            throw Self.unusable(path, "it has both \"identity\" and \"identityCommand\"")
        }
    }

    private mutating func set(_ member: Member, to value: JSONValue, _ path: FilePath) throws(HelperError) {
        switch member {
        case .store: store = try Self.absolutePath(value, member, path)
        case .identity: identity = try Self.absolutePath(value, member, path)
        case .recipients: recipients = try Self.absolutePath(value, member, path)
        case .identityCommand:
            let words = value.elements.compactMap(\.string)
            guard value.kind == .array, words.count == value.elements.count, let program = words.first,
                FilePath(program).isAbsolute
            else {
                throw Self.unusable(
                    path,
                    "\"identityCommand\" is not an array of an absolute program and its arguments"
                )
            }
            identityCommand = IdentityCommand(program: FilePath(program), arguments: Array(words.dropFirst()))
        case .unlockFor:
            guard let duration = value.string.flatMap(Duration.init(timeLimit:)) else {
                throw Self.unusable(path, "\"unlockFor\" is not a duration such as \"8h\", \"10m\" or \"0\"")
            }
            unlockDuration = duration
        }
    }

    private static func absolutePath(
        _ value: JSONValue,
        _ member: Member,
        _ file: FilePath
    ) throws(HelperError) -> FilePath {
        guard let text = value.string, FilePath(text).isAbsolute, !text.utf8.contains(0) else {
            throw unusable(file, "\"\(member.rawValue)\" is not an absolute path")
        }
        return FilePath(text)
    }

    private static func unusable(_ path: FilePath, _ reason: String) -> HelperError {
        HelperError(.failed, .invalidFile(path, because: reason))
    }
}
