internal import CSystemSupport
package import SystemPackage

/// Environment variables as a value, so that tests hand over a dictionary and nothing else reads the process's.
///
/// Values are bytes, as the system has them: a path need not be UTF-8, and a child gets each byte.
package struct ProcessEnvironment: Sendable, Equatable {
    /// `NAME=value` of each variable; nil for those of this process, which are then looked up one by one: to copy all of
    /// them costs more than everything else that a helper does to answer `version`.
    private let given: [[UInt8]]?

    /// An environment of exactly `variables`.
    package init(_ variables: [String: String]) {
        given = variables.sorted { $0.key < $1.key }.map { Self.entry($0.key, Array($0.value.utf8)) }
    }

    private init(given: [[UInt8]]?) {
        self.given = given
    }

    /// The variables of this process, as they are when they are looked up.
    ///
    /// Another thread must not be in setenv(3) meanwhile.
    package static var current: Self { Self(given: nil) }

    /// The environment with some variables set, or removed where the new value is nil.
    package func replacing(_ changes: [String: String?]) -> Self {
        let names = changes.keys.map { Self.entry($0, []) }
        let kept = entries.filter { entry in !names.contains { entry.starts(with: $0) } }
        let added = changes.sorted { $0.key < $1.key }
            .compactMap { change in change.value.map { Self.entry(change.key, Array($0.utf8)) } }
        return Self(given: kept + added)
    }

    /// `NAME=value` of each variable, byte for byte: what a child gets.
    package var entries: [[UInt8]] {
        given ?? Self.readAll()
    }

    /// The bytes of a value; nil when the variable is not set or empty, which specifications treat alike.
    ///
    /// Of a name that occurs twice the first is used, as by getenv(3).
    package func bytes(of name: String) -> [UInt8]? {
        let value = if let given { Self.find(name, in: given) } else { Self.read(name) }
        guard let value, !value.isEmpty else { return nil }
        return value
    }

    /// A value that is a path, byte for byte; nil when the variable is not set or empty.
    package func path(of name: String) -> FilePath? {
        bytes(of: name).flatMap { FilePath(bytes: $0) }
    }

    /// A value that has to be text; nil when the variable is not set or empty.
    ///
    /// - Throws: ``SystemError`` with the code `unusableVariable`, which names the variable, for bytes that are not UTF-8.
    package func text(of name: String) throws(SystemError) -> String? {
        guard let bytes = bytes(of: name) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SystemError(.unusableVariable, "use \(name)", because: "its value is not UTF-8")
        }
        return text
    }

    /// A value of which only some texts mean anything, such as a number or "1"; nil when it is not set or empty.
    ///
    /// Bytes that are not UTF-8 become U+FFFD, which no such text has. For paths there is ``path(of:)``, for other text
    /// ``text(of:)``.
    package subscript(name: String) -> String? {
        bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The variables as text, for what takes a dictionary.
    ///
    /// Those that are not UTF-8 are left out, so a child or a store
    /// of this package is given the environment itself.
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
        unsafe UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
    }
}
