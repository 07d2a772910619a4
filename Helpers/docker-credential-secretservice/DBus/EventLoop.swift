#if SecretService && os(Linux)
import CLibsecret
import SystemSupport

/// The loop that does all waiting: for the bus, the keyring and the user.
///
/// Calls start without blocking, and the loop waits for their end. One deadline and one cancellable thus bound all waits
/// without a second thread. The blocking calls of libsecret and GDBus have only limits of their own.
@safe final class EventLoop {
    let timeout: Duration
    /// The limit for the bus, which replies at once if at all.
    ///
    /// A missing bus must be found within two seconds, including the start and the end of this program.
    let busTimeout: Duration
    let cancellable: UnsafeMutablePointer<GCancellable>
    private let deadline: Deadline
    private let busDeadline: Deadline
    private let alarms: [UnsafeMutablePointer<GSource>?]

    /// A loop whose waits together take no longer than `timeout`.
    init(timeout: Duration) {
        self.timeout = timeout
        busTimeout = min(timeout, .milliseconds(1500))
        deadline = .after(timeout)
        busDeadline = .after(busTimeout)
        unsafe cancellable = g_cancellable_new()
        unsafe alarms = [timeout, busTimeout].map { unsafe Self.alarm(after: $0) }
    }

    /// Returns a source that wakes the loop one millisecond after `time`, when the deadline has passed.
    private static func alarm(after time: Duration) -> UnsafeMutablePointer<GSource>? {
        let milliseconds = time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
        let alarm = unsafe g_timeout_source_new(guint(clamping: milliseconds + 1))
        unsafe g_source_set_callback(alarm, { _ in 1 }, nil, nil)
        unsafe g_source_attach(alarm, nil)
        return unsafe alarm
    }

    deinit {
        unsafe alarms.forEach { alarm in
            unsafe g_source_destroy(alarm)
            unsafe g_source_unref(alarm)
        }
        unsafe g_object_unref(cancellable)
    }

    /// Handles events until `isDone`.
    ///
    /// - Throws: ``SecretServiceError/timedOut(_:limit:)``; no further wait is possible after that.
    func wait(for awaited: SecretServiceWait, until isDone: () -> Bool) throws(SecretServiceError) {
        let (deadline, limit) = awaited == .bus ? (busDeadline, busTimeout) : (deadline, timeout)
        while !isDone() {
            guard !deadline.isExpired else {
                unsafe g_cancellable_cancel(cancellable)
                throw .timedOut(awaited, limit: limit)
            }
            g_main_context_iteration(nil, 1)
        }
    }

    /// Starts an operation and waits for its end.
    ///
    /// - Parameters:
    ///   - awaited: The purpose of the wait, for messages.
    ///   - start: Takes the cancellable, the callback and its data.
    /// - Returns: The operation with its result.
    /// - Throws: ``SecretServiceError/timedOut(_:limit:)``.
    func complete(
        _ awaited: SecretServiceWait,
        _ start: (UnsafeMutablePointer<GCancellable>, GAsyncReadyCallback, gpointer) -> Void
    ) throws(SecretServiceError) -> AsyncOperation {
        let operation = AsyncOperation()
        unsafe start(cancellable, AsyncOperation.callback, operation.retainedForCallback())
        try wait(for: awaited) { operation.isDone }
        return operation
    }
}

/// An operation that was started, and its result.
@safe final class AsyncOperation {
    private(set) var result: OpaquePointer?

    var isDone: Bool { unsafe result != nil }

    /// Returns the data for ``callback``, which retains this object until it is called.
    func retainedForCallback() -> gpointer {
        unsafe Unmanaged.passRetained(self).toOpaque()
    }

    static let callback: GAsyncReadyCallback = { _, result, data in
        guard let data = unsafe data, let result = unsafe result else { return }
        let operation = unsafe Unmanaged<AsyncOperation>.fromOpaque(data).takeRetainedValue()
        unsafe g_object_ref(UnsafeMutableRawPointer(result))
        unsafe operation.result = result
    }

    deinit {
        if let result = unsafe result { unsafe g_object_unref(UnsafeMutableRawPointer(result)) }
    }
}
#endif
