import ContainerizationAdapter
import RegistryCredentials

/// A copy of the protocol through which the containerization package's registry client gets a header value.
///
/// With the package's own module imported this declaration goes, and nothing else changes.
protocol Authentication: Sendable {
    func token() async throws -> String
}

extension StoredAuthentication: Authentication {}

/// The authentication for an image; nil for an image without a login, which may be public.
func authentication(for image: ImageReference) async throws -> (any Authentication)? {
    let stored = StoredAuthentication(for: image)
    return try await stored.isStored() ? stored : nil
}
