/// The name and version that a helper program reports.
public struct HelperIdentity: Sendable, Hashable {
    /// The program's name: `docker-credential-` followed by the value of `credsStore`.
    ///
    /// It is not taken from the command line.
    public let name: String

    /// The package or project that the program belongs to.
    public let package: String

    /// The version, without a leading `v`.
    public let version: String

    /// Creates an identity.
    ///
    /// - Parameters:
    ///   - name: The program's name, such as `docker-credential-pass`.
    ///   - package: The package or project that the program belongs to.
    ///   - version: The version, without a leading `v`.
    public init(name: String, package: String, version: String) {
        self.name = name
        self.package = package
        self.version = version
    }

    /// The line that `version` prints, in the format of the reference implementation.
    public var versionLine: String { "\(name) (\(package)) v\(version)" }

    /// The line that `--help` and invalid calls print.
    public var usageLine: String {
        "Usage: \(name) <\(HelperAction.allCases.map(\.rawValue).joined(separator: "|"))>"
    }
}
