extension HelperIdentity {
    /// The version of this package.
    ///
    /// A test compares it with the newest entry of CHANGELOG.md.
    package static let packageVersion = "0.2.0"

    /// Returns the identity of a helper from this package.
    package static func ours(_ name: String) -> HelperIdentity {
        HelperIdentity(name: name, package: "swift-docker-credentials", version: packageVersion)
    }

    /// Whether a text may follow `docker-credential-` in the name of a program.
    ///
    /// Any other byte in a config file or a variable is a mistake or an attack.
    package static func isHelperName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
