import Foundation
import RegistryCredentials

/// Shows for which addresses the plugin would get a user: `container-plugin-adapter REGISTRY URL…`.
@main struct Main {
    static func main() async throws {
        var authorization = RegistryAuthorization()
        let arguments = CommandLine.arguments.dropFirst()
        guard let registry = arguments.first else { return print("usage: container-plugin-adapter REGISTRY URL…") }
        do {
            try await authorization.fetch(registry, from: DynamicStore())
        } catch {
            return print("\(error)")
        }
        for text in arguments.dropFirst() {
            let user = URL(string: text).flatMap { authorization.authentication(for: $0)?.user }
            print("\(text): \(user.map { "user \($0)" } ?? "no credentials")")
        }
    }
}
