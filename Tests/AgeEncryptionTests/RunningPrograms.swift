import Foundation

/// A folder for one test, and the programs that the test runs in it.
struct TemporaryFolder: Sendable {
    private let location: URL

    /// Makes a folder, hands it to `body` and removes it whatever happens.
    static func with<Result>(_ body: (TemporaryFolder) async throws -> Result) async throws -> Result {
        let location = FileManager.default.temporaryDirectory.appendingPathComponent("age-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: location, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: location) }
        return try await body(TemporaryFolder(location: location))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: location.appendingPathComponent(name))
    }

    func write(_ text: String, to name: String) throws {
        try write(Array(text.utf8), to: name)
    }

    func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: location.appendingPathComponent(name)))
    }

    /// Runs a shell command in the folder; its output goes to the file `log` and becomes part of the failure.
    ///
    /// A program that is not installed is a failure like any other: interoperation is never skipped.
    func run(_ command: String) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "{ \(command)\n} >log 2>&1 </dev/null"]
        process.currentDirectoryURL = location
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            // The handler is set first: a child that ends at once must not be waited for in vain.
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        guard status == 0 else {
            throw ProgramFailure(
                command: command,
                status: status,
                log: String(decoding: try read("log"), as: UTF8.self)
            )
        }
    }
}

/// A command that did not end well.
struct ProgramFailure: Error, CustomStringConvertible {
    let command: String
    let status: Int32
    let log: String

    var description: String { "status \(status) of: \(command)\n\(log)" }
}
