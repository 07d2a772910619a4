internal import ArgumentParser
internal import Codecs
internal import EncryptedStore
internal import HelperProtocol
internal import SystemPackage

extension KeyCommand {
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show where the key comes from and which public keys can decrypt the store.",
            discussion: "Never shows a secret key and never prompts."
        )

        @OptionGroup var output: FormatOptions

        func run() throws {
            let keys = try EncryptedStoreAccess.keys()
            let report = try EncryptedStoreAccess.reporting { () throws(HelperError) in
                try StoreFile(keys: keys).keyReport()
            }
            switch output.format {
            case .text: for line in report.lines { Console.current.print(line) }
            case .json: Console.current.print(report.json)
            }
        }
    }
}

extension KeyReport {
    fileprivate var lines: [String] {
        var lines = ["Store: \(store)\(storeExists ? "" : " (created by the first login)")", "Key: \(origin)"]
        if keyExists, isProtected { lines.append("Passphrase: yes, \(isUnlocked ? "unlocked" : "locked")") }
        lines += recipients.map { "Public key: \($0)" } + furtherRecipients.map { "Further recipient: \($0)" }
        return lines
    }

    private var origin: String {
        switch source {
        case .none: "none, the store is in plain text"
        case .file(let path): "\(path)\(keyExists ? "" : " (created by the first login)")"
        case .systemd(let path): "\(path), provided by systemd"
        case .command(let program): "the output of \(program)"
        case .passphrase: "a passphrase of the store"
        }
    }

    fileprivate var json: JSONTree {
        let (kind, path): (String, FilePath?) =
            switch source {
            case .none: ("none", nil)
            case .file(let path): ("file", path)
            case .systemd(let path): ("systemd", path)
            case .command(let program): ("command", program)
            case .passphrase: ("passphrase", nil)
            }
        return .object([
            ("store", .string(store.string)), ("storeExists", .bool(storeExists)), ("keySource", .string(kind)),
            ("keyPath", path.map { .string($0.string) } ?? .null), ("keyExists", .bool(keyExists)),
            ("isProtected", .bool(isProtected)), ("isUnlocked", .bool(isUnlocked)),
            ("recipients", .array(recipients.map { .string($0) })),
            ("furtherRecipients", .array(furtherRecipients.map { .string($0) })),
        ])
    }
}
