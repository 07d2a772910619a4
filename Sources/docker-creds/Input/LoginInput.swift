internal import HelperProtocol
internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// Gets a user and a password from whoever runs the program.
struct LoginInput {
    let server: ServerAddress
    let username: String?
    let readsStandardInput: Bool

    /// Longer than any token that is known.
    private static let limit = 1 << 20

    /// Reads the password from standard input or asks for it, after the user if that is not known.
    ///
    /// - Returns: The user and the password.
    /// - Throws: ``Failure``.
    func credential() throws(Failure) -> Credential {
        let username = if let username { username } else { try askForUsername() }
        guard !username.isEmpty else { throw Failure("no user was given. Name one with --username") }
        let bytes = try readsStandardInput ? readStandardInput() : askForPassword(of: username)
        guard !bytes.isEmpty else { throw Failure("no password was given") }
        guard let password = Secret(utf8: bytes) else { throw Failure("the password is not UTF-8 text") }
        return .password(username: username, password: password)
    }

    private func readStandardInput() throws(Failure) -> [UInt8] {
        var bytes: [UInt8]
        do {
            bytes = try StandardStreams.readStandardInput(limit: Self.limit)
        } catch {
            throw Failure("\(error)")
        }
        // One line end, as docker: `echo` adds one.
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return bytes
    }

    private func askForUsername() throws(Failure) -> String {
        guard Terminal.isTerminal(.standardInput) else {
            throw Failure("there is no terminal to ask for the user. Name one with --username")
        }
        try? StandardStreams.write(Array("User at \(server): ".utf8), to: .standardError)
        return readLine() ?? ""
    }

    private func askForPassword(of username: String) throws(Failure) -> [UInt8] {
        do {
            return try Terminal.readPassphrase(prompt: "Password of \(username) at \(server): ", deadline: .never)
        } catch {
            let advice = error.code == .noTerminal ? ". Pipe the password to --password-stdin" : ""
            throw Failure("\(error)\(advice)")
        }
    }
}
