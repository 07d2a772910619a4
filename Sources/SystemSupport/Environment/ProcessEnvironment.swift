internal import CSystemSupport
package import SystemPackage

/// Environment variables as a value, so that tests can pass a dictionary instead of changing the process.
///
/// Values are bytes, as in the system. A path need not be UTF-8, and child processes receive every byte.
package struct ProcessEnvironment: Sendable, Hashable {
    /// The `NAME=value` entries, or nil for the environment of this process.
    ///
    /// The variables of this process are looked up one by one. Copying all of them would take longer than everything
    /// else that a helper does for `version`.
    private var given: [[UInt8]]?

    /// Creates an environment with exactly these variables.
    package init(_ variables: [String: String]) {
        given = variables.sorted { $0.key < $1.key }.map { Self.entry($0.key, Array($0.value.utf8)) }
    }

    private init(given: [[UInt8]]?) {
        self.given = given
    }

    /// The current environment of this process.
    ///
    /// Other threads must not call setenv(3) during a lookup.
    package static var current: Self { Self(given: nil) }

    /// Returns a copy with some variables set, or removed if the new value is nil.
    package func replacing(_ changes: [String: String?]) -> Self {
        var changed = self
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) { changed.set(name, to: value) }
        return changed
    }

    /// Sets a variable in this value, or removes it if the new value is nil.
    package mutating func set(_ name: String, to value: String?) {
        let start = Self.entry(name, [])
        var entries = self.entries
        given = []
        let isGiven = { (entry: [UInt8]) in entry.first == start.first && entry.starts(with: start) }
        while let index = entries.firstIndex(where: isGiven) { entries.remove(at: index) }
        if let value { entries.append(start + value.utf8) }
        given = entries
    }

    /// Returns a copy with a variable set to a path, byte for byte.
    package func replacing(_ name: String, with path: FilePath) -> Self {
        let start = Self.entry(name, [])
        return Self(given: entries.filter { !$0.starts(with: start) } + [start + path.bytes])
    }

    /// The `NAME=value` entries, byte for byte, as child processes receive them.
    package var entries: [[UInt8]] {
        given ?? Self.readAll()
    }

    /// Returns the bytes of a value, or nil if the variable is not set or empty.
    ///
    /// The XDG specification treats both cases alike. If a name occurs twice, the first value is used, as in getenv(3).
    package func bytes(of name: String) -> [UInt8]? {
        let value = if let given { Self.find(name, in: given) } else { Self.read(name) }
        guard let value, !value.isEmpty else { return nil }
        return value
    }

    /// Returns a value as a path, byte for byte, or nil if the variable is not set or empty.
    package func path(of name: String) -> FilePath? {
        bytes(of: name).flatMap { FilePath(bytes: $0) }
    }

    /// Returns a value as text, or nil if the variable is not set or empty.
    ///
    /// - Throws: ``SystemError`` with the code `unusableVariable`, which names the variable, if the value is not UTF-8.
    package func text(of name: String) throws(SystemError) -> String? {
        guard let bytes = bytes(of: name) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SystemError(.unusableVariable, "use \(name)", because: "its value is not UTF-8")
        }
        return text
    }

    /// Returns a value that has a fixed set of meaningful texts, such as a number or "1", or nil if it is not set or
    /// empty.
    ///
    /// Bytes that are not UTF-8 become U+FFFD, which no such text contains. Use ``path(of:)`` for paths and
    /// ``text(of:)`` for other text.
    package subscript(name: String) -> String? {
        bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The variables as a dictionary of strings.
    ///
    /// Variables that are not UTF-8 are left out, so pass the environment itself to child processes and stores.
    package var variables: [String: String] {
        var variables: [String: String] = [:]
        for entry in entries {
            guard let text = String(validating: entry, as: UTF8.self),
                let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")), sign > text.startIndex
            else { continue }
            let name = String(text[..<sign])
            if variables[name] == nil { variables[name] = String(text[text.utf8.index(after: sign)...]) }
        }
        return variables
    }

    private static func entry(_ name: String, _ value: [UInt8]) -> [UInt8] {
        Array("\(name)=".utf8) + value
    }

    private static func find(_ name: String, in entries: [[UInt8]]) -> [UInt8]? {
        let start = entry(name, [])
        return entries.first { $0.starts(with: start) }.map { Array($0.dropFirst(start.count)) }
    }

    private static func read(_ name: String) -> [UInt8]? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe bytes(value)
    }

    private static func readAll() -> [[UInt8]] {
        var entries: [[UInt8]] = []
        guard var entry = unsafe system_support_environment() else { return [] }
        while let text = unsafe entry.pointee {
            unsafe entries.append(bytes(text))
            unsafe entry += 1
        }
        return entries
    }

    private static func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
        unsafe Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
}
