internal import CSystemSupport

/// Environment variables as a value, so that tests hand over a dictionary and nothing else reads the process's.
package struct ProcessEnvironment: Sendable, Equatable {
    /// Nil for the variables of this process, which are then looked up one by one: a dictionary of all of them costs
    /// more than everything else that a helper does to answer `version`.
    private let given: [String: String]?

    /// An environment of exactly `variables`.
    package init(_ variables: [String: String]) {
        given = variables
    }

    private init() {
        given = nil
    }

    /// The variables of this process, as they are when they are asked for.
    ///
    /// Of a name that occurs twice the first counts, as for getenv(3). Variables that are not UTF-8 are left out: a
    /// repaired directory name would be another directory. Another thread must not be in setenv(3) meanwhile.
    package static var current: Self { Self() }

    /// All variables as they are, empty ones too; what a child gets.
    package var variables: [String: String] {
        if let given { given } else { Self.readAll() }
    }

    /// The value of `name`; nil when it is not set or empty, which specifications treat alike.
    package subscript(name: String) -> String? {
        let value = if let given { given[name] } else { Self.read(name) }
        guard let value, !value.isEmpty else { return nil }
        return value
    }

    private static func read(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(validatingCString: value)
    }

    private static func readAll() -> [String: String] {
        var variables: [String: String] = [:]
        guard var entry = unsafe system_support_environment() else { return [:] }
        while let text = unsafe entry.pointee {
            unsafe entry += 1
            guard let pair = unsafe String(validatingCString: text),
                let sign = pair.utf8.firstIndex(of: UInt8(ascii: "="))
            else { continue }
            let name = String(pair[..<sign])
            guard !name.isEmpty, variables[name] == nil else { continue }
            variables[name] = String(pair[pair.utf8.index(after: sign)...])
        }
        return variables
    }
}
