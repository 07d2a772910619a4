#if SecretService && os(Linux)
import HelperProtocol

/// Collections, which people call keyrings.
extension SecretServiceClient {
    func openCollection(named name: String?) throws(SecretServiceError) -> String {
        let collection = if let name { try collection(named: name) } else { try defaultCollection() }
        // gnome-keyring keeps the alias of a deleted collection until the next login.
        guard let isLocked = try isLocked([collection])[0] else { throw .noDefaultCollection }
        if isLocked { try unlock(paths: [collection]) }
        return collection
    }

    /// Returns the collection with an alias, else with a label.
    private func collection(named name: String) throws(SecretServiceError) -> String {
        if let path = try readAlias(name) { return path }
        let paths = try collections()
        let values = try propertiesIfPresent(paths.map { getProperty("Label", of: "Collection", at: $0) })
        let labels = values.map { $0?.string ?? "" }
        let match = zip(paths, labels).first { $0.1.utf8.elementsEqual(name.utf8) }
        guard let match else { throw .noCollection(name, others: labels.filter { !$0.isEmpty }) }
        return match.0
    }

    /// Returns the default collection; if there is none, the provider prompts for the password of a new one.
    private func defaultCollection() throws(SecretServiceError) -> String {
        let alias = "default"
        if let path = try readAlias(alias) { return path }
        diagnostics.trace("creating the default collection")
        let properties = Variant.properties(["\(Self.prefix)Collection.Label": .string("Default keyring")])
        let answer = try answers(
            to: [serviceCall(Self.path, "Service", "CreateCollection", .tuple(properties, .string(alias)))]
        )[0]
        // A provider need not support this (Secret Service API, "CreateCollection").
        if case .failure(let error) = answer, error.isRemote("org.freedesktop.DBus.Error.NotSupported") {
            throw .noDefaultCollection
        }
        let reply = try unwrap(answer).members
        guard reply.count == 2, let path = reply[0].objectPath, let prompt = reply[1].objectPath else {
            throw Self.unexpected("CreateCollection")
        }
        guard path == Self.noPath else { return path }
        do throws(SecretServiceError) {
            guard let made = try answerPrompt(prompt, .newCollection).objectPath, made != Self.noPath else {
                throw Self.unexpected("CreateCollection")
            }
            return made
        } catch {
            throw error == .locked ? .noDefaultCollection : error
        }
    }

    private func readAlias(_ alias: String) throws(SecretServiceError) -> String? {
        let reply = try call(Self.path, "Service", "ReadAlias", .tuple(.string(alias)))
        guard let path = reply.members.first?.objectPath else { throw Self.unexpected("ReadAlias") }
        return path == Self.noPath ? nil : path
    }

    /// Returns all collections.
    func collections() throws(SecretServiceError) -> [String] {
        let reply = try unwrap(answers(to: [getProperty("Collections", of: "Service", at: Self.path)])[0])
        guard let paths = reply.members.first?.unboxed?.objectPaths else { throw Self.unexpected("Collections") }
        return paths
    }

    /// Whether each collection is locked; nil for one that does not exist.
    func isLocked(_ collections: [String]) throws(SecretServiceError) -> [Bool?] {
        let values = try propertiesIfPresent(collections.map { getProperty("Locked", of: "Collection", at: $0) })
        return try Self.each(of: values, is: "Locked", \.boolean)
    }

    /// Reads the values of a property; throws for a value of another type.
    static func each<Value>(
        of values: [Variant?],
        is name: String,
        _ read: (Variant) -> Value?
    ) throws(SecretServiceError) -> [Value?] {
        var results: [Value?] = []
        for value in values {
            let result = value.flatMap(read)
            guard value == nil || result != nil else { throw unexpected(name) }
            results.append(result)
        }
        return results
    }
}
#endif
