package import SystemPackage

/// A request to stop, from one thread to another that waits for descriptors.
package final class CancellationSignal: Sendable {
    private let pipe: Pipe

    private init(_ pipe: consuming Pipe) {
        self.pipe = pipe
    }

    /// Creates a signal that has not been sent.
    ///
    /// - Returns: The signal, which closes its two descriptors when it is released.
    /// - Throws: ``SystemError`` if this process cannot open more files.
    package static func make() throws(SystemError) -> CancellationSignal {
        CancellationSignal(try reporting("create a pipe") { () throws(Errno) in try Pipe.open() })
    }

    /// The descriptor for ``ChildProcess``, which becomes and stays readable after ``send()``.
    package var descriptor: FileDescriptor { pipe.reading.descriptor }

    /// Sends the signal.
    ///
    /// Further calls have no effect.
    package func send() {
        // If the pipe is full, the signal was already sent.
        _ = try? pipe.writing.descriptor.writeOnce([1])
    }
}
