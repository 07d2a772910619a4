/// What a helper program calls itself.
public struct HelperIdentity: Sendable, Hashable {
    /// The program's name: `docker-credential-` and what `credsStore` says.
    ///
    /// It is not taken from the command line.
    public let name: String

    /// What the program is a part of, as a reader can find it.
    public let package: String

    /// The version, without a `v`.
    public let version: String

    /// Names a program.
    ///
    /// - Parameters:
    ///   - name: The program's name.
    ///   - package: What it is a part of.
    ///   - version: Its version.
    public init(name: String, package: String, version: String) {
        self.name = name
        self.package = package
        self.version = version
    }

    /// The line that `version` prints, in the form of the reference.
    public var versionLine: String { "\(name) (\(package)) v\(version)" }

    /// The line that a wrong call gets.
    public var usageLine: String {
        "Usage: \(name) <\(HelperAction.allCases.map(\.rawValue).joined(separator: "|"))>"
    }
}
