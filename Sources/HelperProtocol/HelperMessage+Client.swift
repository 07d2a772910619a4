internal import Codecs

/// The payloads of the protocol, in the direction of the client: requests are written, answers are read.
extension HelperMessage {
    /// Writes the payload of `store`.
    ///
    /// - Parameter credentials: What is to be stored.
    /// - Returns: A JSON object and a line feed, as Docker sends them.
    public static func storeRequest(_ credentials: Credentials) -> [UInt8] {
        answer(credentials)
    }

    /// Reads the answer to `get`.
    ///
    /// The first JSON value counts and what follows it is ignored. `ServerURL` may be missing, as some helpers leave it
    /// out.
    ///
    /// - Parameters:
    ///   - output: What the helper printed on standard output before it exited with 0.
    ///   - server: The key that it was asked for.
    /// - Returns: The credentials; nil if both user and secret are empty, by which old helpers say "not found".
    /// - Throws: An error with the code ``HelperError/Code/damaged``, which never quotes the output.
    public static func credentials(
        fromOutput output: [UInt8],
        for server: ServerURL
    ) throws(HelperError) -> Credentials? {
        let root = try object(inOutput: output)
        let username: String
        let secret: String
        do {
            // Members that are not asked for may be of any kind, as for Go's decoder.
            username = try text(of: "Username", in: root)
            secret = try text(of: "Secret", in: root)
        } catch {
            throw HelperError(.damaged, "the helper's answer has a user or a secret in it that is not text")
        }
        guard !username.isEmpty || !secret.isEmpty else { return nil }
        return Credentials(server: server, username: username, secret: Secret(secret))
    }

    /// Reads the answer to `list`.
    ///
    /// - Parameter output: What the helper printed on standard output before it exited with 0.
    /// - Returns: The keys and their users, in the order of the output. Keys are text, not ``ServerURL``: other helpers
    ///   may list what this package would refuse.
    /// - Throws: An error with the code ``HelperError/Code/damaged``, which never quotes the output.
    public static func users(fromOutput output: [UInt8]) throws(HelperError) -> [(server: String, username: String)] {
        var users: [(server: String, username: String)] = []
        for member in try object(inOutput: output).members {
            guard let server = member.name, let username = member.value.string else {
                throw HelperError(.damaged, "the helper's answer has a member in it that is not a string")
            }
            users.append((server, username))
        }
        return users
    }

    private static func object(inOutput output: [UInt8]) throws(HelperError) -> JSONValue {
        guard let root = try? JSONDocument(parsingFirstValueOf: output).root, root.kind == .object || root.isNull else {
            throw HelperError(.damaged, "the helper's answer is not a JSON object")
        }
        return root
    }
}
