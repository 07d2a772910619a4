import ContainerPluginAdapter
import Foundation

/// A copy of the protocol through which swift-container-plugin gets a user and a password.
///
/// With the plugin's own module imported this declaration goes, and nothing else changes.
protocol AuthorizationProvider: Sendable {
    func authentication(for url: URL) -> (user: String, password: String)?
}

extension RegistryAuthorization: AuthorizationProvider {}

extension AuthorizationProvider {
    /// The user of an address, as the plugin asks for it.
    func httpAuthorizationUser(for url: URL) -> String? { authentication(for: url)?.user }
}
