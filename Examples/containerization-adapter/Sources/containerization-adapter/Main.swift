import RegistryCredentials

/// Shows the kind of header that the client would send, and not its content: `containerization-adapter REGISTRY`.
@main struct Main {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else { return print("usage: containerization-adapter REGISTRY") }
        let registry = try ServerAddress(CommandLine.arguments[1])
        let authentication = StoredAuthentication(registry: registry, store: try DynamicStore())
        do {
            let header = try await authentication.token()
            print("\(registry.authority): \(header.prefix { $0 != " " }) and \(header.count) characters in all")
        } catch {
            print("\(error)")
        }
    }
}
