import Foundation
import RegistryCredentials

/// Says for which addresses the plug-in would get a user: `container-plugin-adapter REGISTRY URL…`.
@main struct Main {
    static func main() async throws {
        var authorization = RegistryAuthorization()
        let arguments = CommandLine.arguments.dropFirst()
        guard let registry = arguments.first else { return print("usage: container-plugin-adapter REGISTRY URL…") }
        try await authorization.fetch(registry, from: DynamicStore())
        for text in arguments.dropFirst() {
            let user = URL(string: text).flatMap { authorization.authentication(for: $0)?.user }
            print("\(text): \(user ?? "nobody")")
        }
    }
}
