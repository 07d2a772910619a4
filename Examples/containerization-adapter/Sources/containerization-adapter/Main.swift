import RegistryCredentials

/// Shows the kind of header that the client would send, and not its content: `containerization-adapter IMAGE`.
@main struct Main {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else { return print("usage: containerization-adapter IMAGE") }
        do {
            let image = try ImageReference(commandLine: CommandLine.arguments[1])
            guard let authentication = try await authentication(for: image) else {
                return print("\(image.domain): no login")
            }
            let header = try await authentication.token()
            print("\(image.domain): \(header.prefix { $0 != " " }) and \(header.count) characters in all")
        } catch {
            print("\(error)")
        }
    }
}
