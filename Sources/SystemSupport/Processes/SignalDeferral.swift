internal import CSystemSupport
internal import SystemPackage

/// Postpones the signals that end or stop this process at a terminal, until work is done that must not be left halfway.
///
/// Child processes are protected only if they run without the terminal or in its background. Only one deferral or
/// prompt at a time is allowed.
package final class SignalDeferral: Sendable {
    /// Receives the numbers of the signals, one byte each.
    private let pipe: Pipe

    private init(_ pipe: consuming Pipe) { self.pipe = pipe }

    /// Begins to postpone signals.
    ///
    /// - Returns: Nil if the system has no more descriptors; signals then take effect at once.
    package static func begin() -> SignalDeferral? {
        guard let pipe = try? Pipe.open() else { return nil }
        system_support_catch_terminal_signals(pipe.writing.descriptor.rawValue)
        return SignalDeferral(pipe)
    }

    /// Restores the handling of signals, and raises the first one that arrived.
    package func end() {
        system_support_release_terminal_signals()
        var byte: [UInt8] = [0]
        guard let ready = try? PollSet([.init(pipe.reading.descriptor)]).wait(until: .after(.zero)), ready[0],
            let count = try? pipe.reading.descriptor.readOnce(into: &byte), count == 1
        else { return }
        system_support_raise(Int32(byte[0]))
    }
}
