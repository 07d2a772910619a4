internal import HelperProtocol
internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// Reads a user name and a password for a login.
struct LoginInput {
    let server: ServerAddress
    let username: String?
    let readsStandardInput: Bool

    /// The size limit in bytes, more than any known token has.
    private static let limit = 1 << 20

    /// Reads the password from standard input or prompts for it, and prompts for the user name if it is missing.
    func credential() throws(Failure) -> Credential {
        let username = if let username { username } else { try askForUsername() }
        guard !username.isEmpty else {
            throw Failure("no user name was given", advice: [.text("Pass it with --username")])
        }
        guard !username.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw Failure("cannot log in: the user name contains a control character")
        }
        let bytes = try readsStandardInput ? readStandardInput(of: username) : askForPassword(of: username)
        guard !bytes.isEmpty else { throw Failure("no password was given") }
        guard let password = Secret(utf8: bytes) else { throw Failure("the password is not UTF-8 text") }
        return .password(username: username, password: password)
    }

    private func readStandardInput(of username: String) throws(Failure) -> [UInt8] {
        // On a terminal, show a prompt and hide the password.
        if Terminal.isTerminal(.standardInput) { return try askForPassword(of: username) }
        var bytes: [UInt8]
        do {
            bytes = try StandardStreams.readStandardInput(limit: Self.limit)
        } catch {
            throw Failure("\(error)")
        }
        // Removes line ends, as docker and skopeo do, because `echo` adds one. docker also removes blanks, which a password
        // may have.
        while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
        return bytes
    }

    private func askForUsername() throws(Failure) -> String {
        guard Terminal.isTerminal(.standardInput) else {
            throw Failure(.noTerminal(toAskFor: "the user name", advice: ["Pass it with --username"]))
        }
        try? StandardStreams.write(Array("Username for \(name): ".utf8), to: .standardError)
        return readLine() ?? ""
    }

    private func askForPassword(of username: String) throws(Failure) -> [UInt8] {
        do {
            return try Terminal.readPassphrase(
                prompt: "Password for \(username.escapedForDisplay) at \(name) (hidden): ",
                deadline: .never
            )
        } catch  where error.code == .noTerminal {
            throw Failure(.noTerminal(toAskFor: "the password", advice: ["Pipe the password to --password-stdin"]))
        } catch {
            throw Failure("\(error)")
        }
    }

    private var name: String { server.shortName.escapedForDisplay }
}
