/// Credential helpers whose credentials must not be copied, by their names.
package enum HelperTraits {
    /// Whether a helper is known to supply credentials but not store them, such as those of cloud providers.
    package static func onlySupplies(_ name: String) -> Bool {
        ["ecr-login", "gcloud", "gcr", "acr-env", "acr-login"].contains(name)
    }

    /// Whether it is the forwarding helper of a dev container or workspace, which exists for one session only.
    package static func isForwarding(_ name: String) -> Bool {
        name.hasPrefix("dev-containers-") || name == "devpod"
    }

    /// Throws if credentials must be neither moved from a helper nor to it.
    static func checkPersistent(_ name: String) throws(CredentialStoreError) {
        let program = "docker-credential-\(name)"
        if onlySupplies(name) {
            throw CredentialStoreError(
                .unsupported,
                "\(program) supplies credentials that expire, and stores none",
                advice: ["Name it in credHelpers for its registries"]
            )
        }
        if isForwarding(name) {
            throw CredentialStoreError(
                .unsupported,
                "\(program) forwards to another machine and exists for one session only",
                advice: ["Migrate on that machine"]
            )
        }
    }
}
