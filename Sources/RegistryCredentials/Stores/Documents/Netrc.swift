/// The content of a netrc file, parsed as ftp, curl and git do.
///
/// Words are separated by white space and may be quoted. A `#` at the start of a word begins a comment that ends with
/// the line. The lines of a `macdef` are skipped up to an empty line (netrc(5); for quotes, curl's netrc.c).
struct Netrc {
    /// The entry of a `machine` or of `default`.
    struct Entry: Equatable {
        /// The host; nil for `default`.
        var machine: String?
        var login: String?
        var password: String?
    }

    /// Why a file cannot be parsed: the line number, without any content.
    struct Problem: Error, Equatable {
        let line: Int
        let reason: String
    }

    private(set) var entries: [Entry] = []

    /// Parses a file.
    ///
    /// - Parameter text: The content of the file. Unknown words are skipped.
    /// - Throws: ``Problem`` if a quote is not closed or a keyword has no argument.
    init(parsing text: String) throws(Problem) {
        var words = NetrcWords(text)
        while let word = try words.next() {
            switch word {
            case "machine": entries.append(Entry(machine: try words.argument(of: word)))
            case "default": entries.append(Entry())
            case "login", "user": try set(\.login, words.argument(of: word), words.line)
            case "password", "passwd": try set(\.password, words.argument(of: word), words.line)
            case "account": _ = try words.argument(of: word)
            case "macdef": words.skipMacro()
            default: continue
            }
        }
    }

    private mutating func set(_ member: WritableKeyPath<Entry, String?>, _ value: String, _ line: Int) throws(Problem) {
        guard !entries.isEmpty else { throw Problem(line: line, reason: "a user or a password belongs to no machine") }
        entries[entries.count - 1][keyPath: member] = value
    }
}

/// A tokenizer for netrc files.
struct NetrcWords {
    private var rest: Substring
    /// The line of the last word, starting at 1.
    private(set) var line = 1

    init(_ text: String) {
        rest = text[...]
    }

    /// Returns the next word; nil at the end.
    mutating func next() throws(Netrc.Problem) -> String? {
        while let character = rest.first {
            switch character {
            case "#": rest = rest.drop { !$0.isNewline }
            case "\"": return try quoted()
            case _ where character.isWhitespace: advance()
            default:
                let word = rest.prefix { !$0.isWhitespace }
                rest = rest[word.endIndex...]
                return String(word)
            }
        }
        return nil
    }

    /// Returns the argument of a keyword, which may begin with `#`.
    mutating func argument(of keyword: String) throws(Netrc.Problem) -> String {
        while rest.first?.isWhitespace == true { advance() }
        if rest.first == "#" {
            let word = rest.prefix { !$0.isWhitespace }
            rest = rest[word.endIndex...]
            return String(word)
        }
        guard let word = try next() else {
            throw Netrc.Problem(line: line, reason: "the word \(keyword) has no argument")
        }
        return word
    }

    /// Skips a macro, up to the next empty line.
    mutating func skipMacro() {
        var isEmptyLine = false
        while let character = rest.first {
            advance()
            guard character.isNewline else {
                isEmptyLine = isEmptyLine && character.isWhitespace
                continue
            }
            if isEmptyLine { return }
            isEmptyLine = true
        }
    }

    private mutating func advance() {
        if rest.removeFirst().isNewline { line += 1 }
    }

    private mutating func quoted() throws(Netrc.Problem) -> String {
        let start = line
        rest.removeFirst()
        var word = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return word
            case "\\":
                guard let escaped = rest.popFirst() else { break }
                word.append(Self.escapes[escaped] ?? escaped)
            default: word.append(character)
            }
        }
        throw Netrc.Problem(line: start, reason: "a quotation mark is not closed")
    }

    /// The escapes in quoted words, as in curl.
    private static let escapes: [Character: Character] = ["n": "\n", "r": "\r", "t": "\t"]
}
