import HelperProtocol
import SystemPackage
import SystemSupport

/// A notice that is shown once for the calls of one command.
///
/// A client such as docker starts a helper several times in one command, each time in a new process. What was shown to
/// which parent process is kept in a file for a few seconds. If there is no place for the file, the notice is shown each
/// time.
struct RepeatedNotice {
    private let file: FilePath?
    private let parent: Int32
    private let now: Int

    private static let name = "docker-credential-secretservice.notice"
    private static let lifetime = 10

    /// A notice of this process to the one that started it.
    ///
    /// - Parameter environment: Names the directory: `XDG_RUNTIME_DIR`, else the state directory.
    init(environment: ProcessEnvironment) {
        self.init(environment: environment, parent: getppid(), now: CurrentProcess.secondsSince1970)
    }

    init(environment: ProcessEnvironment, parent: Int32, now: Int) {
        // docker-credential-auto is a new process each time, so a record of what it was shown would never be used.
        let isRecorded = environment[BackendOrder.callsVariable] == nil
        let directory = environment.runtimeDirectory ?? (try? environment.stateHome)
        file = isRecorded ? directory?.appending(Self.name) : nil
        self.parent = parent
        self.now = now
    }

    /// Whether the notice is to be shown; records that it is.
    func shouldShow(_ notice: String) -> Bool {
        guard let file, (try? AtomicFile.makeDirectories(file.parentDirectory)) != nil,
            // Other helpers of the same command may be here at the same moment.
            let lock = try? FileLock(at: file, deadline: .after(.milliseconds(200)))
        else { return true }
        let previous = lock.note().split(separator: UInt8(ascii: " "), maxSplits: 2)
        let text = Array(notice.utf8.prefix(200))
        if previous.count == 3, let time = Int(String(decoding: previous[0], as: UTF8.self)),
            previous[1].elementsEqual("\(parent)".utf8), previous[2].elementsEqual(text),
            (0...Self.lifetime).contains(now - time)
        {
            return false
        }
        lock.leave(Array("\(now) \(parent) ".utf8) + text)
        return true
    }
}
