#if SecretService && os(Linux)
import CLibsecret

/// Method calls and their replies.
extension SessionBus {
    /// Sends all calls and waits for all replies.
    ///
    /// Many calls cost few round trips: up to ``replyWindow`` of them are under way at the same time. A bus limits the
    /// replies that a connection may wait for, to 128 if its configuration sets no limit (dbus-daemon(1),
    /// `max_replies_per_connection`). It refuses a call beyond the limit and does not deliver it, so that the call is
    /// sent again, with fewer others.
    ///
    /// - Throws: ``SecretServiceError/timedOut(_:limit:)``, and ``SecretServiceError/denied(_:)`` if a security policy
    ///   forbids a call.
    func answers(
        to calls: [BusCall],
        awaiting awaited: SecretServiceWait = .answer
    ) throws(SecretServiceError) -> [Result<Variant, GLibError>] {
        let none = Result<Variant, GLibError>.failure(GLibError(message: "no reply"))
        var answers = [Result<Variant, GLibError>](repeating: none, count: calls.count)
        var unsent = Array(calls.indices.reversed())
        var underWay: [PendingCall] = []
        var refused: [Int] = []
        while !unsent.isEmpty || !underWay.isEmpty {
            while underWay.count < replyWindow, let index = unsent.popLast() {
                underWay.append(PendingCall(index: index, window: replyWindow, operation: start(calls[index])))
            }
            // Replies mostly come in the order of their calls.
            try loop.wait(for: awaited) { underWay[0].operation.isDone }
            let done = underWay.prefix { $0.operation.isDone }
            underWay.removeFirst(done.count)
            for call in done {
                let answer = finish(call.operation)
                if case .failure(let error) = answer, error.isRemote(Self.limitsExceeded), call.window > 1 {
                    replyWindow = max(1, min(replyWindow, call.window / 2))
                    refused.append(call.index)
                } else {
                    if case .failure(let error) = answer, error.isPolicyDenial { throw .denied(error.message) }
                    answers[call.index] = answer
                }
            }
            unsent += refused.reversed()
            refused = []
        }
        return answers
    }

    /// Sends one call and waits for its reply.
    func answer(
        to call: BusCall,
        awaiting awaited: SecretServiceWait = .answer
    ) throws(SecretServiceError) -> Result<Variant, GLibError> {
        try answers(to: [call], awaiting: awaited)[0]
    }

    /// A call of the bus itself.
    static func call(_ method: String, _ arguments: Variant? = nil) -> BusCall {
        BusCall(name, path, name, method, arguments)
    }

    private static let limitsExceeded = "org.freedesktop.DBus.Error.LimitsExceeded"

    private struct PendingCall {
        let index: Int
        /// The most calls that were under way when it was sent.
        let window: Int
        let operation: AsyncOperation
    }

    private func start(_ call: BusCall) -> AsyncOperation {
        let operation = AsyncOperation()
        unsafe g_dbus_connection_call(
            connection,
            call.destination,
            call.path,
            call.interface,
            call.method,
            call.arguments?.pointer,
            nil,
            G_DBUS_CALL_FLAGS_NO_AUTO_START,
            BusCall.noLimit,
            loop.cancellable,
            AsyncOperation.callback,
            operation.retainedForCallback()
        )
        return operation
    }

    private func finish(_ operation: AsyncOperation) -> Result<Variant, GLibError> {
        Result { () throws(GLibError) in
            let answer = try unsafe withGError {
                unsafe g_dbus_connection_call_finish(connection, operation.result, $0)
            }
            return unsafe Variant(taking: answer)
        }
    }
}

/// A method call.
struct BusCall {
    let destination: String
    let path: String
    let interface: String
    let method: String
    let arguments: Variant?

    /// Turns off GDBus's limit of 25 seconds for each call: the loop's deadline bounds all of them.
    static let noLimit = Int32.max

    init(_ destination: String, _ path: String, _ interface: String, _ method: String, _ arguments: Variant? = nil) {
        self.destination = destination
        self.path = path
        self.interface = interface
        self.method = method
        self.arguments = arguments
    }
}
#endif
