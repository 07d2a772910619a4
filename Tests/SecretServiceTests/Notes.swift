import HelperProtocol
import Synchronization

/// The lines that a helper writes to standard error.
final class Notes: Sendable {
    private let written = Mutex<[String]>([])

    var lines: [String] { written.withLock { $0 } }

    var diagnostics: HelperDiagnostics {
        HelperDiagnostics(isTracing: false) { line in self.written.withLock { $0.append(line) } }
    }
}
