internal import HelperProtocol
internal import RegistryCredentials
package import SystemSupport

/// The users of the stores behind helpers; a helper itself lists and returns one user for each key.
package enum HelperUsers {
    /// Returns the keys with several users in the store of a helper, and those users.
    ///
    /// Known are the password store and the keyring. Reads no secret and prompts for nothing.
    ///
    /// - Parameters:
    ///   - helper: The name of the helper, as in the config file.
    ///   - environment: The user's environment variables, which locate the stores.
    /// - Returns: The users by key; empty if no key has several.
    package static func several(in helper: String, _ environment: ProcessEnvironment) async -> [String: [String]] {
        // docker-credential-auto erases in each of them.
        let stores = helper == BackendOrder.caller ? ["pass", "secretservice"] : [helper]
        // The work does not throw, and so neither does the call.
        let found: [(key: String, user: String)]? = try? await BlockingWork.run {
            stores.flatMap { Self.users(of: $0, environment) }
        }
        var users: [String: Set<String>] = [:]
        for (key, user) in found ?? [] { users[key, default: []].insert(user) }
        return users.filter { $0.value.count > 1 }.mapValues { $0.sorted() }
    }

    private static func users(of store: String, _ environment: ProcessEnvironment) -> [(key: String, user: String)] {
        switch store {
        case "pass":
            PasswordStoreProbe(environment: environment, timeout: .seconds(2)).folders.flatMap { folder in
                folder.server.map { key in folder.users.map { (key, $0) } } ?? []
            }
        case "secretservice":
            KeyringProbe(environment: environment, user: CurrentProcess.effectiveUser, timeout: .seconds(2)).examine()
                .items.map { ($0.server.text, $0.username) }
        default: []
        }
    }
}
