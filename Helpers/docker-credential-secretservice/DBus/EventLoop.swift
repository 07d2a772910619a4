#if SecretService && os(Linux)
import CLibsecret
import SystemSupport

/// The only place where this program waits: for answers of the bus, of the keyring, and of people.
///
/// Everything is started asynchronously and then waited for here, so that one deadline and one cancellable bound all
/// waits, without a second thread: libsecret's and GDBus's blocking calls know only limits of their own.
@safe final class EventLoop {
    let timeout: Duration
    /// The limit for the bus alone, which answers at once if it does at all: that there is none is to be known within
    /// two seconds, with the start and the end of this program.
    let busTimeout: Duration
    let cancellable: UnsafeMutablePointer<GCancellable>
    private let deadline: Deadline
    private let busDeadline: Deadline
    private let alarms: [UnsafeMutablePointer<GSource>?]

    /// A loop that waits no longer than this, in all.
    init(timeout: Duration) {
        self.timeout = timeout
        busTimeout = min(timeout, .milliseconds(1500))
        deadline = .after(timeout)
        busDeadline = .after(busTimeout)
        unsafe cancellable = g_cancellable_new()
        unsafe alarms = [timeout, busTimeout].map { unsafe Self.alarm(after: $0) }
    }

    /// Wakes the loop, which is all that an alarm has to do.
    ///
    /// A millisecond late, so that the deadline has then passed.
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

    /// Handles what comes until `isDone`.
    ///
    /// - Throws: ``SecretServiceError/timedOut(_:limit:)``, after which nothing more is waited for.
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

    /// Starts one operation and waits for its end.
    ///
    /// - Parameters:
    ///   - awaited: What is waited for, for the message.
    ///   - start: Gets the cancellable, the callback and its data.
    /// - Returns: The operation, with its result.
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

/// What was started and has not ended yet, or its result.
@safe final class AsyncOperation {
    private(set) var result: OpaquePointer?

    var isDone: Bool { unsafe result != nil }

    /// The data for ``callback``, which holds this object until it is called.
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
