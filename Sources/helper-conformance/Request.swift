internal import HelperConformance

/// The parsed command line.
struct Request {
    var path = ""
    var rules: [String] = []
    var expectedViolations: [String] = []
    var variables: [String: String] = [:]
    var timeout = Duration.seconds(30)
    var isStrict = false
    var wantsHelp = false
    var wantsList = false

    /// Parses the arguments.
    ///
    /// - Parameter arguments: The command line without the program's name.
    /// - Throws: ``UsageError``.
    init(_ arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        var paths: [String] = []
        while let argument = rest.popFirst() {
            // The value of an option follows it, or an equals sign.
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let option = parts.first.map(String.init) ?? ""
            func value() throws(UsageError) -> String {
                guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
                    throw UsageError("\(option) needs a value")
                }
                return value
            }
            switch option {
            case "--help", "-h": wantsHelp = true
            case "--list": wantsList = true
            case "--strict": isStrict = true
            case "--rule": rules.append(try value())
            case "--expect-violation": expectedViolations.append(try value())
            case "--env": try setVariable(try value())
            // `--deadline` is the name of the option in earlier versions.
            case "--timeout", "--deadline": timeout = try Self.duration(try value())
            case "--": paths += rest.drain()
            case _ where option.hasPrefix("-"): throw UsageError("there is no option \(option)")
            default: paths.append(argument)
            }
        }
        guard !wantsHelp, !wantsList else { return }
        guard let path = paths.first, paths.count == 1 else { throw UsageError("name one helper by its path") }
        self.path = path
    }

    private mutating func setVariable(_ text: String) throws(UsageError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { throw UsageError("--env needs NAME=VALUE") }
        variables[String(parts[0])] = String(parts[1])
    }

    private static func duration(_ text: String) throws(UsageError) -> Duration {
        guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
            throw UsageError("--timeout needs a number of seconds between 0 and 86400")
        }
        return .seconds(seconds)
    }
}

extension ArraySlice {
    /// Removes and returns all remaining elements.
    fileprivate mutating func drain() -> Self {
        defer { self = [] }
        return self
    }
}
