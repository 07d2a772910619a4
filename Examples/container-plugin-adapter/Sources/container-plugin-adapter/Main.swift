import ContainerPluginAdapter
import Foundation

/// Shows for which addresses the plugin would get a user: `container-plugin-adapter URL…`.
@main struct Main {
    static func main() {
        let authorization = RegistryAuthorization { print($0) }
        for text in CommandLine.arguments.dropFirst() {
            let user = URL(string: text).flatMap { authorization.httpAuthorizationUser(for: $0) }
            print("\(text): \(user.map { "user \($0)" } ?? "no credentials")")
        }
    }
}
