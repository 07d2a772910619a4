internal import RegistryCredentials

extension ServerAddress {
    /// Reads what somebody names to look up or remove: a registry, an image, or any key of a file or helper, however odd.
    ///
    /// - Throws: `ServerAddressError` for what is none of these.
    init(argument text: String) throws(ServerAddressError) {
        do throws(ServerAddressError) {
            try self.init(registryOrImage: text)
        } catch {
            // Such as `ftp://registry.example/` or `*.example`; an image's own transports are no keys.
            guard !text.hasPrefix("docker"), !text.hasPrefix("oci:") else { throw error }
            try self.init(exactly: text)
        }
    }
}
