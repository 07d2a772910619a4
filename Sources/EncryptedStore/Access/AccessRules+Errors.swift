import HelperProtocol
import SystemPackage
import SystemSupport

extension AccessRules {
    static func tooOpen(_ status: FileStatus, _ path: FilePath) -> HelperError {
        HelperError(
            .denied,
            .permissiveMode(path, status.permissions, change: "600"),
            advice: ["If others may have read it, change the passwords that are in it"]
        )
    }

    /// The error for a key that belongs to root, whose mode this user cannot change.
    static func tooOpenByRoot(_ status: FileStatus, _ path: FilePath) -> HelperError {
        HelperError(
            .denied,
            Diagnosis.permissiveMode(path, status.permissions, change: "600").message + " and root owns it",
            advice: [
                "Copy it and name the copy instead: install -m 600 \(path.shellQuoted) ~/",
                "Or mount it as a secret of the container, or have root give it to one of your groups with mode 0440",
            ]
        )
    }

    func foreign(_ path: FilePath) -> HelperError { HelperError(.denied, .foreignOwner(path)) }
}
