/// Credential helpers whose credentials must not be copied, by their names.
package enum HelperTraits {
    /// Whether a helper is known to supply credentials but not store them, such as those of cloud providers.
    package static func onlySupplies(_ name: String) -> Bool {
        suppliedHosts[name] != nil
    }

    /// The hosts that such a helper supplies credentials for, in the form of keys with wildcards.
    private static let suppliedHosts: [String: [String]] = [
        // amazon-ecr-credential-helper, README: registries of every partition, and ECR Public.
        "ecr-login": [
            "*.dkr.ecr.*.amazonaws.com", "*.dkr.ecr-fips.*.amazonaws.com", "*.dkr.ecr.*.amazonaws.com.cn",
            "public.ecr.aws",
        ],
        // gcloud auth configure-docker, and docker-credential-gcr's defaults.
        "gcloud": ["gcr.io", "*.gcr.io", "*.pkg.dev"], "gcr": ["gcr.io", "*.gcr.io", "*.pkg.dev"],
        "acr-env": ["*.azurecr.io"], "acr-login": ["*.azurecr.io"],
    ]

    /// Whether a helper is known to supply the credentials of a registry.
    package static func supplies(_ name: String, _ server: ServerAddress) -> Bool {
        suppliedHosts[name]?.contains { HostPattern($0)?.matches(server) == true } == true
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
