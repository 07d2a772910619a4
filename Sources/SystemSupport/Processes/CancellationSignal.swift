package import SystemPackage

/// A request to stop, from one thread to another that waits for descriptors.
package final class CancellationSignal: Sendable {
    private let pipe: Pipe

    private init(_ pipe: consuming Pipe) {
        self.pipe = pipe
    }

    /// A signal that nobody has given yet.
    ///
    /// - Returns: The signal, whose two descriptors are closed with its last reference.
    /// - Throws: ``SystemError`` if this process may open no more files.
    package static func make() throws(SystemError) -> CancellationSignal {
        CancellationSignal(try reporting("make a pipe") { () throws(Errno) in try Pipe.open() })
    }

    /// Becomes readable with ``send()``, and stays so: what ``ChildProcess`` takes as its cancellation.
    package var descriptor: FileDescriptor { pipe.reading.descriptor }

    /// Gives the signal; once is as good as often.
    package func send() {
        // A pipe that is full says the same.
        _ = try? pipe.writing.descriptor.writeOnce([1])
    }
}
