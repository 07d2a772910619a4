import SystemPackage
import SystemSupport
import TestSupport

/// The tables of the article on server addresses, so that the documentation and the tests share their data.
struct ServerAddressTable {
    struct Meaning: Sendable {
        let text, host, port, path, key: String
    }

    struct Refusal: Sendable {
        let text, reason: String
    }

    static let shared = Self.read()

    let meanings: [Meaning]
    let refusals: [Refusal]

    private static func read() -> ServerAddressTable {
        let article = Repository.root
            .appending("Sources/RegistryCredentials/RegistryCredentials.docc/ServerAddresses.md")
        let text = (try? RegularFile.read(article, limit: 1 << 20)).map { String(decoding: $0.bytes, as: UTF8.self) }
        let rows = (text ?? "").split(separator: "\n").filter { $0.hasPrefix("| `") }.map(cells)
        return ServerAddressTable(
            meanings: rows.filter { $0.count == 5 }
                .map { Meaning(text: $0[0], host: $0[1], port: $0[2], path: $0[3], key: $0[4]) },
            refusals: rows.filter { $0.count == 2 }.map { Refusal(text: $0[0], reason: $0[1]) }
        )
    }

    private static func cells(_ row: Substring) -> [String] {
        row.dropFirst(2).dropLast(1).split(separator: "|", omittingEmptySubsequences: false).map { cell in
            let code = cell.split(separator: "`", omittingEmptySubsequences: false)
            if code.count == 3 { return String(code[1]) }
            return cell.filter { $0 != " " && $0 != "`" }.isEmpty ? "" : String(cell.dropFirst().dropLast())
        }
    }
}
