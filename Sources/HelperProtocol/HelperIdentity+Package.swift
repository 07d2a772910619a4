extension HelperIdentity {
    /// The version of this package.
    ///
    /// A test compares it with the newest entry of CHANGELOG.md.
    package static let packageVersion = "0.2.0"

    /// Returns the identity of a helper from this package.
    package static func ours(_ name: String) -> HelperIdentity {
        HelperIdentity(name: name, package: "swift-docker-credentials", version: packageVersion)
    }
}
