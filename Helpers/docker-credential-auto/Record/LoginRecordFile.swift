import HelperProtocol
import SystemPackage
import SystemSupport

/// The file with the record, `$XDG_STATE_HOME/docker-credential-auto/logins.json`.
///
/// It has no secret. Without it every login is still found: only which of two entries is newer is then unknown.
struct LoginRecordFile {
    private let path: FilePath?
    private let diagnostics: HelperDiagnostics

    private static let sizeLimit = 4 << 20

    init(environment: ProcessEnvironment, diagnostics: HelperDiagnostics) {
        self.diagnostics = diagnostics
        do throws(SystemError) {
            path = try environment.stateHome.appending("docker-credential-auto").appending("logins.json")
        } catch {
            path = nil
            diagnostics.trace("nothing is remembered: \(error)")
        }
    }

    /// Returns the record, which is empty if there is none or if it is damaged.
    func read() -> LoginRecord {
        guard let path else { return LoginRecord() }
        do throws(SystemError) {
            guard let file = try RegularFile.readIfPresent(path, limit: Self.sizeLimit) else { return LoginRecord() }
            if let record = LoginRecord(parsing: file.bytes) { return record }
            diagnostics.trace("ignored, as it is not what this program writes: \(path)")
        } catch {
            diagnostics.trace("ignored: \(error)")
        }
        return LoginRecord()
    }

    /// Takes the lock that keeps two processes from erasing each other's login as the older one.
    ///
    /// - Returns: The lock, or nil if there is no place for it.
    /// - Throws: ``SystemError`` with the code `timedOut` if another process holds it.
    func lock(until deadline: Deadline) throws(SystemError) -> FileLock? {
        guard let path else { return nil }
        do throws(SystemError) {
            try AtomicFile.makeDirectories(path.parentDirectory)
            return try FileLock(beside: path, deadline: deadline)
        } catch {
            if error.code == .timedOut { throw error }
            diagnostics.trace("\(error)")
            return nil
        }
    }

    /// Replaces the record.
    func write(_ record: LoginRecord, holding lock: borrowing FileLock) {
        guard let path else { return }
        do throws(SystemError) {
            try AtomicFile(path).replace(
                with: record.bytes,
                permissions: .exactly(.ownerReadWrite),
                limit: Self.sizeLimit,
                holding: lock
            )
        } catch {
            diagnostics.note("cannot remember which helper has the login: \(error)")
        }
    }
}
