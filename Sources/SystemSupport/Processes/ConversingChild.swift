internal import CSystemSupport
package import SystemPackage

/// A child process for a dialog: requests are sent to it, and its responses are received, in turns.
///
/// Its process group is killed when the value goes out of scope.
package struct ConversingChild: ~Copyable {
    private var child: SpawnedChild
    private let input: OwnedDescriptor
    private var receivedCount = 0
    private let program: FilePath

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: An absolute path. `PATH` is not searched.
    ///   - arguments: The arguments without the program's name.
    ///   - environment: The complete environment of the child.
    ///   - outputLimit: The largest size of its output, in bytes.
    /// - Returns: The running child.
    /// - Throws: ``SystemError`` if the program cannot be started.
    package static func start(
        _ program: FilePath,
        arguments: [String],
        environment: ProcessEnvironment,
        outputLimit: Int
    ) throws(SystemError) -> ConversingChild {
        var ends: [Int32] = [-1, -1]
        try reporting("run", program) { () throws(Errno) in
            try calling {
                unsafe ends.withUnsafeMutableBufferPointer { unsafe system_support_socket_pair($0.baseAddress) }
            }
        }
        let own = OwnedDescriptor(FileDescriptor(rawValue: ends[0]))
        let childs = OwnedDescriptor(FileDescriptor(rawValue: ends[1]))
        let child = try SpawnedChild.start(
            program,
            arguments: arguments.map { Array($0.utf8) },
            variables: environment.entries,
            input: .descriptor(childs.descriptor),
            workingDirectory: nil,
            outputLimit: outputLimit,
            standardError: .inherit,
            // In the background, since this process prompts for secrets on the terminal.
            terminal: .background
        )
        return ConversingChild(child, own, program)
    }

    private init(_ child: consuming SpawnedChild, _ input: consuming OwnedDescriptor, _ program: FilePath) {
        self.child = child
        self.input = input
        self.program = program
    }

    /// Sends all bytes to the child.
    ///
    /// - Throws: `.timedOut` at the deadline, or any error of send(2). A child that has exited causes an error and no
    ///   signal.
    package mutating func send(_ bytes: [UInt8], until deadline: Deadline) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let descriptor = input.descriptor
            let chunk = rest
            do throws(Errno) {
                let count = try calling {
                    unsafe chunk.withUnsafeBytes {
                        unsafe Int32(system_support_send(descriptor.rawValue, $0.baseAddress, min($0.count, 1 << 20)))
                    }
                }
                rest.removeFirst(Int(count))
            } catch {
                guard error == .wouldBlock else { throw SystemError(error, "communicate with", program) }
                try wait(for: .init(descriptor, for: .writing), until: deadline)
            }
        }
    }

    /// Returns the output since the last call, or nil if the child has closed its output or exited.
    ///
    /// - Throws: `.timedOut` at the deadline, `.tooLarge` over the limit, or any error of read(2).
    package mutating func receive(until deadline: Deadline) throws(SystemError) -> [UInt8]? {
        while true {
            do throws(Errno) { try child.readAvailableOutput() } catch {
                throw SystemError(error, "communicate with", program)
            }
            let output = child.output.bytes
            guard output.count == receivedCount else {
                defer { receivedCount = output.count }
                return Array(output[receivedCount...])
            }
            guard !child.output.isOverLimit else {
                throw SystemError(.tooLarge, "communicate with", program, because: "it wrote more than the limit")
            }
            guard let descriptor = child.output.openDescriptor else { return nil }
            try wait(for: .init(descriptor), until: deadline)
        }
    }

    private func wait(for entry: PollSet.Entry, until deadline: Deadline) throws(SystemError) {
        let isReady = try reporting("communicate with", program) { () throws(Errno) in
            try PollSet([entry]).wait(until: deadline)[0]
        }
        guard isReady else {
            throw SystemError(.timedOut, "communicate with", program, because: deadline.expiry)
        }
    }

    deinit {
        child.kill()
        _ = try? child.reap()
    }
}
