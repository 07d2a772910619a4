internal import Codecs

/// The client's side of the protocol: writing requests and reading responses.
extension HelperMessage {
    /// Returns the payload of a `store` request.
    ///
    /// - Parameter credentials: The credentials to store.
    /// - Returns: A JSON object and a line feed, as Docker sends them.
    public static func storeRequest(_ credentials: Credentials) -> [UInt8] {
        answer(credentials)
    }

    /// Parses the response to `get`.
    ///
    /// Only the first JSON value is read; anything after it is ignored. `ServerURL` may be missing, since some helpers
    /// omit it.
    ///
    /// - Parameters:
    ///   - output: What the helper wrote to standard output before it exited with 0.
    ///   - server: The key that was requested.
    /// - Returns: The credentials, or nil if both the username and the secret are empty. Old helpers report "not found"
    ///   this way.
    /// - Throws: An error with the code ``HelperError/Code/damaged``, which never quotes the output.
    public static func credentials(
        fromOutput output: [UInt8],
        for server: ServerURL
    ) throws(HelperError) -> Credentials? {
        let root = try object(inOutput: output)
        let username: String
        let secret: String
        do {
            // Other members may have any type, as in Go's decoder.
            username = try text(of: "Username", in: root)
            secret = try text(of: "Secret", in: root)
        } catch {
            throw HelperError(.damaged, "the helper's reply has a user name or a secret that is not a string")
        }
        guard !username.isEmpty || !secret.isEmpty else { return nil }
        return Credentials(server: server, username: username, secret: Secret(secret))
    }

    /// Parses the response to `list`.
    ///
    /// - Parameter output: What the helper wrote to standard output before it exited with 0.
    /// - Returns: The keys and their usernames, in the order of the output. Keys are strings rather than ``ServerURL``,
    ///   since other helpers may list keys that this package rejects.
    /// - Throws: An error with the code ``HelperError/Code/damaged``, which never quotes the output.
    public static func users(fromOutput output: [UInt8]) throws(HelperError) -> [(server: String, username: String)] {
        var users: [(server: String, username: String)] = []
        for member in try object(inOutput: output).members {
            guard let server = member.name, let username = member.value.string else {
                throw HelperError(.damaged, "the helper's reply has a member that is not a string")
            }
            users.append((server, username))
        }
        return users
    }

    private static func object(inOutput output: [UInt8]) throws(HelperError) -> JSONValue {
        guard let root = try? JSONDocument(parsingFirstValueOf: output).root, root.kind == .object || root.isNull else {
            throw HelperError(.damaged, "the helper's reply is not a JSON object")
        }
        return root
    }
}
