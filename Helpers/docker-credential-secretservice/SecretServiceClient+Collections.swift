#if SecretService && os(Linux)
import HelperProtocol

/// Collections, which people call keyrings.
extension SecretServiceClient {
    func openCollection(named name: String?) throws(SecretServiceError) -> String {
        let collection = if let name { try collection(named: name) } else { try defaultCollection() }
        let answer = try bus.answer(to: getProperty("Locked", of: "Collection", at: collection))
        // The alias of a collection that is gone: gnome-keyring does not forget it before the next login.
        if case .failure(let error) = answer, Self.isAbsence(error) { throw .noDefaultCollection }
        if try unwrap(answer).members.first?.unboxed?.boolean == true {
            try unlock(paths: [collection])
        }
        return collection
    }

    func hidesItems() throws(SecretServiceError) -> Bool {
        let alias = "\(Self.path)/aliases/default"
        let calls = ["Locked", "Items"].map { getProperty($0, of: "Collection", at: alias) }
        let values = try bus.answers(to: calls).map { try? $0.get().members.first?.unboxed }
        return values[0]?.boolean == true && values[1]?.strings?.isEmpty != false
    }

    /// The collection of an alias, else the one with a label.
    private func collection(named name: String) throws(SecretServiceError) -> String {
        if let path = try readAlias(name) { return path }
        let reply = try unwrap(bus.answer(to: getProperty("Collections", of: "Service", at: Self.path)))
        guard let paths = reply.members.first?.unboxed?.strings else { throw Self.unexpected("Collections") }
        let answers = try bus.answers(to: paths.map { getProperty("Label", of: "Collection", at: $0) })
        let labels = answers.map { (try? $0.get().members.first?.unboxed?.string) ?? "" }
        let match = zip(paths, labels).first { $0.1.utf8.elementsEqual(name.utf8) }
        guard let match else { throw .noCollection(name, others: labels.filter { !$0.isEmpty }) }
        return match.0
    }

    /// The default collection, which is made if there is none and somebody gives it a password.
    private func defaultCollection() throws(SecretServiceError) -> String {
        let alias = "default"
        if let path = try readAlias(alias) { return path }
        diagnostics.trace("creating the default collection")
        let properties = Variant.properties(["\(Self.prefix)Collection.Label": .string("Default keyring")])
        let answer = try bus.answer(
            to: serviceCall(Self.path, "Service", "CreateCollection", .tuple(properties, .string(alias)))
        )
        guard case .success(let reply) = answer, let path = reply.members.first?.string,
            let prompt = reply.members.last?.string
        else { throw .noDefaultCollection }
        guard path == Self.noPath else { return path }
        do throws(SecretServiceError) {
            guard let made = try answerPrompt(prompt, .newCollection).string else {
                throw Self.unexpected("CreateCollection")
            }
            return made
        } catch {
            throw error == .locked ? .noDefaultCollection : error
        }
    }

    private func readAlias(_ alias: String) throws(SecretServiceError) -> String? {
        let reply = try call(Self.path, "Service", "ReadAlias", .tuple(.string(alias)))
        guard let path = reply.members.first?.string else { throw Self.unexpected("ReadAlias") }
        return path == Self.noPath ? nil : path
    }
}
#endif
