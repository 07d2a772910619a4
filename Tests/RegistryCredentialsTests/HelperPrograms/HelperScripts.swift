import RegistryCredentials
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// A temporary directory for one test, first in the PATH of its helpers; removed at the end.
final class HelperScripts: Sendable {
    var path: FilePath { directory.path }
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    var environment: [String: String] { ["PATH": "\(path):/usr/bin:/bin", "DIRECTORY": path.string] }

    /// Writes `docker-credential-NAME` as a shell script.
    ///
    /// Another process writes it. If the file were open for writing here, a child that another test starts at that moment
    /// would inherit the descriptor until it calls exec, and the script could not run ("text file busy").
    func add(_ name: String, mode: String = "755", _ script: String) throws {
        try write("#!/bin/sh\n\(script)\n", to: "docker-credential-\(name)", mode: mode)
    }

    func write(_ text: String, to file: String, mode: String = "644") throws {
        let variables = ["FILE": path.appending(file).string, "MODE": mode]
        try #require(try shell(#"cat >"$FILE" && chmod "$MODE" "$FILE""#, variables, Array(text.utf8)) == "")
    }

    /// A helper that keeps credentials as files, with the request of each run in `log`.
    ///
    /// Its message for missing credentials is a parameter, because helpers differ in it.
    ///
    /// Several such helpers in one test need a directory each. The commands in `before` run before each verb, which is
    /// `$1`.
    func addRecording(
        _ name: String = "recorder",
        in directory: String = "",
        before: String = "",
        notFound: String = "echo credentials not found in native keychain; exit 1",
        erasedNothing: String = "exit 0"
    ) throws {
        try add(
            name,
            """
            mkdir -p "$DIRECTORY/\(directory)" && cd "$DIRECTORY/\(directory)" || exit 9
            input=$([ "$1" = list ] || cat)
            printf '%s|%s\\n' "$1" "$input" >> log
            \(before)
            file() { printf 'kept-%s' "$(printf %s "$1" | tr '/:' '+=')"; }
            case $1 in
            store)
                key=$(printf %s "$input" | sed 's/^{"ServerURL":"\\([^"]*\\)".*/\\1/')
                printf '%s' "$input" > "$(file "$key")" ;;
            get) if [ -e "$(file "$input")" ]; then cat "$(file "$input")"; else \(notFound); fi ;;
            erase) if [ -e "$(file "$input")" ]; then rm "$(file "$input")"; else \(erasedNothing); fi ;;
            list)
                separator='{'
                for entry in kept-*; do
                    [ -e "$entry" ] || continue
                    printf '%s' "$separator"; separator=,
                    sed 's/^{"ServerURL":\\("[^"]*"\\),"Username":\\("[^"]*"\\).*/\\1:\\2/' "$entry" | tr -d '\\n'
                done
                [ "$separator" = , ] || printf '{'
                echo '}' ;;
            version) echo "docker-credential-recorder (example) v1.2.3" ;;
            esac
            """
        )
    }

    /// The requests to the recording helper, one line each.
    func log(in directory: String = "") throws -> [String] {
        try shell("cd \"$DIRECTORY/\(directory)\"; cat log 2>/dev/null; rm -f log").split(separator: "\n")
            .map(String.init)
    }

    func options(
        timeout: Duration? = .seconds(30),
        allowed: Set<String>? = nil,
        origin: CredentialStoreError.Place = CredentialStoreError.Place(),
        _ variables: [String: String] = [:],
        trace: (@Sendable (HelperEvent) -> Void)? = nil
    ) -> NativeStore.Options {
        NativeStore.Options(
            timeout: timeout,
            allowedHelpers: allowed,
            environment: environment.merging(variables) { $1 },
            origin: origin,
            trace: trace
        )
    }

    /// The output of a shell script.
    @discardableResult
    func shell(_ script: String, _ variables: [String: String] = [:], _ input: [UInt8] = []) throws -> String {
        let outcome = try ChildProcess.run(
            program: "/bin/sh",
            arguments: ["-c", script],
            environment: ProcessEnvironment(environment.merging(variables) { $1 }),
            input: input,
            deadline: .after(.seconds(60)),
            outputLimit: 1 << 20
        )
        return String(decoding: outcome.output, as: UTF8.self)
    }
}

/// Collects values from any task.
///
/// It does not use `Mutex`, which is a futex on Linux: the thread sanitizer does not support futexes.
final class Collected<Value: Sendable>: Sendable {
    private let values = AsyncStream.makeStream(of: Value.self)

    func add(_ value: Value) { values.continuation.yield(value) }

    /// Ends the collection and returns all values.
    var all: [Value] {
        get async {
            values.continuation.finish()
            return await values.stream.reduce(into: []) { $0.append($1) }
        }
    }
}

/// Returns the store error that `body` throws.
func storeError(_ body: () async throws -> Void) async -> CredentialStoreError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? CredentialStoreError
    }
}
