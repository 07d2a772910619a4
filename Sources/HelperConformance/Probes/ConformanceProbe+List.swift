internal import HelperProtocol

/// Calls of `list`, which may also return entries of the user.
extension ConformanceProbe {
    /// Returns all entries, in the order in which they are listed.
    func list() throws(RuleInterruption) -> [(server: String, username: String)] {
        guard !broken.contains(FoundationRules.object.id) else {
            throw .notRun("\(FoundationRules.object.id) is broken")
        }
        let outcome = try call(["list"])
        guard outcome.exitStatus == 0 else { throw .violation("list \(outcome.ending)") }
        guard let users = try? HelperMessage.users(fromOutput: outcome.output) else {
            throw .violation("list \(outcome.ending), which is no JSON object of strings")
        }
        return users
    }

    /// Returns the usernames that are listed for a key.
    func users(of server: String) throws(RuleInterruption) -> [String] {
        try list().filter { $0.server.utf8.elementsEqual(server.utf8) }.map(\.username)
    }
}
