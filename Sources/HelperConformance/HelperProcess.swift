internal import Glibc
internal import SystemPackage

/// Runs one program to its end.
enum HelperProcess {
    static func run(
        _ path: FilePath,
        _ arguments: [String],
        environment: [String: String],
        input: [UInt8],
        deadline: Duration
    ) throws(HelperProgramError) -> HelperOutcome {
        do {
            return try runAny(path, arguments, environment: environment, input: input, deadline: deadline)
        } catch let error as HelperProgramError {
            throw error
        } catch {
            throw HelperProgramError(.systemFailure, "\(error)")
        }
    }

    private static func temporary() throws -> Int32 {
        var template = Array("/tmp/helper-process.XXXXXX".utf8CString)
        let descriptor = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe mkstemp($0) } ?? -1
        }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        unsafe template.withUnsafeBufferPointer { buffer in unsafe _ = buffer.baseAddress.map { unsafe unlink($0) } }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    private static func contents(_ descriptor: Int32) throws -> [UInt8] {
        _ = lseek(descriptor, 0, SEEK_SET)
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count <= 0 { return all }
            all += chunk.prefix(count)
        }
    }

    private static func runAny(
        _ path: FilePath,
        _ arguments: [String],
        environment: [String: String],
        input: [UInt8],
        deadline: Duration
    ) throws -> HelperOutcome {
        let descriptors = try [temporary(), temporary(), temporary()]
        defer { for descriptor in descriptors { close(descriptor) } }
        _ = try FileDescriptor(rawValue: descriptors[0]).writeAll(input)
        _ = lseek(descriptors[0], 0, SEEK_SET)
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        for (index, descriptor) in descriptors.enumerated() {
            unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(index))
        }
        let argv = unsafe ([path.string] + arguments).map { unsafe strdup($0) } + [nil]
        let envp = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            unsafe (argv + envp).forEach { unsafe free($0) }
            unsafe posix_spawn_file_actions_destroy(&actions)
        }
        var child: pid_t = 0
        let failure = unsafe posix_spawn(&child, path.string, &actions, nil, argv, envp)
        guard failure == 0 else { throw HelperProgramError(.cannotStart, "\(path): \(Errno(rawValue: failure))") }
        let end = ContinuousClock.now + deadline
        var status: Int32 = 0
        while unsafe waitpid(child, &status, WNOHANG) == 0 {
            if ContinuousClock.now > end {
                kill(child, SIGKILL)
                unsafe waitpid(child, &status, 0)
                throw HelperProgramError(.deadlineExceeded, "\(path) did not end within \(deadline)")
            }
            usleep(500)
        }
        let signal = status & 0x7F
        return try HelperOutcome(
            output: contents(descriptors[1]),
            errorOutput: contents(descriptors[2]),
            exitStatus: signal == 0 ? (status >> 8) & 0xFF : 128 + signal
        )
    }
}
