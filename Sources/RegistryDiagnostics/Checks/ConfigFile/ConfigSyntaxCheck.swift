internal import Codecs
internal import RegistryCredentials
internal import SystemSupport

/// C02: whether docker can parse the config file.
package struct ConfigSyntaxCheck: DiagnosticCheck {
    package static let identifier = "C02"
    package static let title = "the syntax of the config file"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        let path = machine.config.path
        switch machine.config.content {
        case .missing: return []
        case .directory:
            return [
                finding(
                    "the config file is a directory",
                    file: path,
                    consequence:
                        "docker finds no login and cannot save one; a container mount of a missing file makes one",
                    remedy: "Run: rmdir \(path.shellQuoted)"
                )
            ]
        case .unreadable(let reason):
            return [finding("cannot read the config file: \(reason)", file: path, consequence: "docker finds no login")]
        case .bytes(let bytes): return syntax(bytes, path, machine.config.backup)
        }
    }

    private func syntax(_ bytes: [UInt8], _ path: String, _ backup: MigrationBackup?) -> [DiagnosticFinding] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return [
                finding(
                    "the config file begins with a byte order mark",
                    file: path,
                    line: 1,
                    consequence: "docker ignores the whole file",
                    remedy: "Remove the first three bytes",
                    fix: .content(of: path, from: bytes, to: Array(bytes.dropFirst(3)))
                )
            ]
        }
        if bytes.allSatisfy({ $0 == 0x20 || 0x09...0x0D ~= $0 }) {
            return [
                finding(
                    "the config file is empty",
                    file: path,
                    consequence: "docker warns at every command and finds no login",
                    remedy: backup.map { "Restore \(Self.text($0))" } ?? "Restore a backup, or write {} into it",
                    fix: .content(of: path, from: bytes, to: backup?.bytes ?? Array("{}\n".utf8))
                )
            ]
        }
        do throws(JSONError) {
            _ = try ConfigText(parsing: bytes)
            return []
        } catch {
            return [
                finding(
                    "the config file is not valid JSON: \(error.reason.text)",
                    file: path,
                    line: error.line,
                    consequence: "docker ignores the whole file, or fails",
                    remedy: "Fix that line, or restore \(backup.map(Self.text) ?? "a backup")",
                    fix: backup.map { .restoration(of: path, from: bytes, to: $0.bytes) }
                )
            ]
        }
    }

    private static func text(_ backup: MigrationBackup) -> String {
        "the copy from before the migration of \(backup.date), with its passwords: \(backup.path.escapedForDisplay)"
    }
}
