internal import SystemSupport

/// The line difference of two texts, with possible secrets redacted.
struct LineDiff {
    /// `--- NAME`, `+++ NAME`, then the removed and added lines in order.
    let lines: [String]

    init(from old: [UInt8], to new: [UInt8], name: String) {
        let before = Self.lines(of: old)
        let after = Self.lines(of: new)
        let difference = after.difference(from: before)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var result = ["--- \(name.escapedForDisplay)", "+++ \(name.escapedForDisplay)"]
        var (old, new) = (0, 0)
        while old < before.count || new < after.count {
            if old < before.count, removed.contains(old) {
                result.append("-" + before[old])
                old += 1
            } else if new < after.count, inserted.contains(new) {
                result.append("+" + after[new])
                new += 1
            } else {
                (old, new) = (old + 1, new + 1)
            }
        }
        lines = result
    }

    /// Redacts lines, except the values of members that never hold a secret.
    private static func lines(of bytes: [UInt8]) -> [String] {
        let text = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        // Docker indents with tabs, which would be shown as escapes.
        return text.map { redacted($0).replacing("\t", with: "    ").escapedForDisplay }
    }

    /// The members whose string values are shown.
    private static let harmless: Set<String> = ["credsstore", "hooks", "error-hooks", "username"]

    /// Redacts all strings of a line except member names and the values of harmless members.
    static func redacted(_ line: String) -> String {
        var result = ""
        var name: String?
        var rest = line[...]
        while let quote = rest.firstIndex(of: "\"") {
            result += rest[..<quote]
            guard let end = closingQuote(of: rest, after: quote) else { return result + "\"…" }
            let string = rest[rest.index(after: quote)..<end]
            rest = rest[rest.index(after: end)...]
            let isName = rest.drop(while: { $0 == " " || $0 == "\t" }).first == ":"
            let isShown =
                isName || name.map { harmless.contains($0.lowercased()) } == true
                || isHelperName(name, string)
            result += isShown ? "\"\(string)\"" : "\"…\""
            name = isName ? String(string) : nil
        }
        return result + rest
    }

    private static func closingQuote(of text: Substring, after quote: Substring.Index) -> Substring.Index? {
        var index = text.index(after: quote)
        while index < text.endIndex {
            if text[index] == "\\" {
                index = text.index(after: index)
                guard index < text.endIndex else { return nil }
            } else if text[index] == "\"" {
                return index
            }
            index = text.index(after: index)
        }
        return nil
    }

    /// Whether a value after a registry's address looks like the name of a helper: `"ghcr.io": "file"`.
    ///
    /// Base64 of a user name and password has at least four characters and is in a member named `auth`.
    private static func isHelperName(_ name: String?, _ value: Substring) -> Bool {
        guard let name, name.contains("."), !name.contains(" ") else { return false }
        return value.count <= 24 && value.allSatisfy { $0.isLowercase || $0 == "-" || $0 == "." }
    }
}
