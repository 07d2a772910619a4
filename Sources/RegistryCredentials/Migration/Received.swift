internal import Synchronization

/// A value that the edit of a file passes out; the edit may run several times.
final class Received<Value: Sendable>: Sendable {
    private let state = Mutex<(value: Value?, isFinal: Bool)>((nil, false))

    /// The last value of an edit that changed the file, or else of an edit that changed nothing.
    var value: Value? { state.withLock { $0.value } }

    /// Receives the value of one run of the edit.
    func receive(_ value: Value, isFinal: Bool) {
        state.withLock { if isFinal || !$0.isFinal { $0 = (value, isFinal) } }
    }
}
