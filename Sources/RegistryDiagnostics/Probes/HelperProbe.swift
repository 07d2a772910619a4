internal import Codecs
internal import HelperProtocol
internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// Runs helper programs with harmless calls, each with a timeout and without a terminal.
struct HelperProbe {
    let environment: ProcessEnvironment
    let timeout: Duration

    /// A host under `.invalid`, which RFC 2606 reserves, so that it has no credential.
    private static let nowhere = "docker-creds-doctor.invalid"

    func examine(_ name: String, storesTestEntry: Bool) -> HelperFacts {
        var facts = HelperFacts(name: name)
        guard HelperIdentity.isHelperName(name) else { return facts }
        do throws(SystemError) {
            facts.path = try ExecutableSearch.find(facts.program, in: environment).string
        } catch {
            if error.code == .permissionDenied { facts.notExecutable = error.path?.string }
            return facts
        }
        guard let path = facts.path.map({ FilePath($0) }) else { return facts }
        if name == BackendOrder.caller { facts.backends = backends(of: path) }
        facts.get = getNothing(path, &facts)
        // A helper that hangs is not called again, so that the examination ends soon.
        guard facts.get != .timedOut else { return facts }
        facts.version = version(path)
        list(path, &facts)
        if storesTestEntry { facts.roundTrip = roundTrip(path, &facts) }
        return facts
    }

    /// Finds the helpers that docker-credential-auto calls, beside it or in PATH.
    private func backends(of path: FilePath) -> [HelperFacts.Backend] {
        let order = (try? BackendOrder(environment[BackendOrder.variable])) ?? .standard
        let directory = ((try? path.resolvingFinalLinks()) ?? path).removingLastComponent()
        return order.names.map { name in
            let program = "docker-credential-\(name)"
            let found = try? ExecutableSearch.find(program, preferring: directory, in: environment)
            return HelperFacts.Backend(program: program, isInstalled: found != nil)
        }
    }

    private func run(_ path: FilePath, _ action: String, _ input: String = "") -> Result<
        ChildProcess.Outcome, SystemError
    > {
        // Otherwise the helpers of this package hide a missing keyring, so that public images can be pulled.
        let variables = environment.replacing([
            "DOCKER_CREDENTIAL_STRICT": "1", "DOCKER_CREDENTIAL_TIMEOUT": "2", "GPG_TTY": nil,
        ])
        return Result { () throws(SystemError) in
            try ChildProcess.run(
                program: path,
                arguments: [action],
                environment: variables,
                input: Array(input.utf8),
                deadline: .after(timeout),
                outputLimit: 4 << 20,
                terminal: .none
            )
        }
    }

    private func version(_ path: FilePath) -> String? {
        guard case .success(let outcome) = run(path, "version"), outcome.termination == .exited(0) else { return nil }
        let line = String(decoding: outcome.output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        // Only the protocol's format is shown, never other output of a program.
        return line.hasPrefix("docker-credential-") && line.utf8.count < 200 ? line.escapedForDisplay : nil
    }

    private func getNothing(_ path: FilePath, _ facts: inout HelperFacts) -> HelperFacts.Answer {
        switch run(path, "get", Self.nowhere) {
        case .failure(let error): return .notStarted(error.reason)
        case .success(let outcome):
            facts.advice = Self.advice(outcome, program: facts.program)
            switch outcome.termination {
            case .timedOut: return .timedOut
            case .exited(0):
                if outcome.output.allSatisfy({ $0 <= 0x20 }) { return .silence }
                return (try? JSONDocument(parsing: outcome.output)) == nil ? .noise : .good
            case .exited(let status): return Self.failure(outcome, status)
            case .signalled, .outputTooLarge, .cancelled: return .failed(status: -1)
            }
        }
    }

    private func list(_ path: FilePath, _ facts: inout HelperFacts) {
        guard case .success(let outcome) = run(path, "list") else { return }
        switch outcome.termination {
        case .timedOut: facts.list = .timedOut
        case .exited(0):
            guard !outcome.output.allSatisfy({ $0 <= 0x20 }) else {
                facts.list = .silence
                return
            }
            // Go's encoder prints an empty map that was never made as `null`, which docker reads as empty.
            guard let root = (try? JSONDocument(parsing: outcome.output))?.root, root.kind == .object || root.isNull,
                root.members.allSatisfy({ $0.value.string != nil || $0.value.isNull })
            else {
                facts.list = .noise
                return
            }
            facts.list = .good
            facts.listed = root.members.compactMap(\.name)
        case .exited(let status):
            facts.list = Self.failure(outcome, status)
            if facts.list == .foundNothingInOtherWords { facts.list = .failed(status: status) }
        default: facts.list = .failed(status: -1)
        }
    }

    /// Stores, reads and erases an entry for a server that cannot exist.
    private func roundTrip(_ path: FilePath, _ facts: inout HelperFacts) -> HelperFacts.Answer {
        let request = #"{"ServerURL":"\#(Self.nowhere)","Username":"doctor","Secret":"test"}"#
        defer { _ = run(path, "erase", Self.nowhere) }
        for (action, input) in [("store", request), ("get", Self.nowhere)] {
            switch run(path, action, input) {
            case .failure(let error): return .notStarted(error.reason)
            case .success(let outcome):
                switch outcome.termination {
                case .exited(0): break
                case .exited(let status):
                    facts.advice = Self.advice(outcome, program: facts.program)
                    switch Self.failure(outcome, status) {
                    // "Not found" is a good answer for an unknown registry only.
                    case .good, .foundNothingInOtherWords: return action == "get" ? .noise : .failed(status: status)
                    case let answer: return answer
                    }
                case .timedOut: return .timedOut
                default: return .failed(status: -1)
                }
                guard action == "get" else { continue }
                let secret = (try? JSONDocument(parsing: outcome.output))?.root["Secret"]?.string
                return secret == "test" ? .good : .noise
            }
        }
        return .good
    }

    /// Classifies a failure by known messages, as the stores do; the output is discarded.
    private static func failure(_ outcome: ChildProcess.Outcome, _ status: Int32) -> HelperFacts.Answer {
        for stream in [outcome.output, outcome.errorOutput].map(HelperFailureClassifier.init) {
            if stream.isNotFound { return .good }
            switch stream.meaning?.code {
            case .some(.unsupported): return .notImplemented
            case .some(.locked): return .locked
            case .some: return .failed(status: status)
            case nil: continue
            }
        }
        let text = String(decoding: outcome.output.prefix(4096), as: UTF8.self).lowercased()
        if text.contains("not found"), !text.contains("executable"), !text.contains("command") {
            return .foundNothingInOtherWords
        }
        return .failed(status: status)
    }

    /// Returns the advice of a helper of this package: lines on standard error that begin with the program's name.
    private static func advice(_ outcome: ChildProcess.Outcome, program: String) -> [String] {
        String(decoding: outcome.errorOutput.prefix(8192), as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix("\(program): ") }
            .map { String($0.dropFirst(program.count + 2)) }
    }
}
