import HelperProtocol
import RegistryCredentials
import SystemPackage
import TestSupport
import Testing

/// The effect of a save on a file, its links, its owner and its file system.
///
/// Mounts need root.
struct FileStoreOnDiskTests {
    private let server: ServerAddress

    init() throws { server = try ServerAddress("registry.example") }

    private static let entry = #"{"auths":{"registry.example":{"auth":"YW5uOmh1bnRlcjI="}}}"#

    @Test func `symbolic links stay links: chained, relative, dangling, to another file system`() async throws {
        let directory = try StoreDirectory()
        let memory = try StoreDirectory(in: "/dev/shm")
        try directory.shell(
            """
            mkdir a b; echo '{}' > b/target.json
            ln -s ../b/target.json a/relative.json; ln -s relative.json a/chained.json
            ln -s ../b/later.json a/dangling.json; ln -s \(memory.path)/far.json a/far.json
            """
        )
        for name in ["relative", "chained", "dangling", "far"] {
            let store = FileStore.writing(directory.file("a/\(name).json"))
            try await store.put(.ann, for: server)
            #expect(try await store.get(server) == .ann)
            try directory.shell("test -L a/\(name).json")
        }
        try directory.shell("grep -q YW5uOmh1bnRlcjI= b/target.json b/later.json \(memory.path)/far.json")
        #expect(try directory.shell("find . \(memory.path) -name '*.new' -o -name '*.journal'").isEmpty)
    }

    @Test(.requiresRoot) func `permissions for others are removed and reported, and the owner is kept`() async throws {
        let directory = try StoreDirectory()
        for (policy, mode, result, codes) in [
            (
                FileStore.Options.PermissiveModes.tighten, "644", "600",
                [FileStoreDiagnostic.Code.modeTightened, .savedInPlainText]
            ),
            (.tighten, "400", "400", [.savedInPlainText]),
            (.keep, "640", "640", [.modeTooPermissive, .savedInPlainText]),
        ] {
            try directory.shell("echo '{}' > config.json; chmod \(mode) config.json; chown 1234:1235 config.json")
            let reports = Reports()
            let store = FileStore.writing(directory.file("config.json")) {
                $0.permissiveModes = policy
                $0.report = reports.add
            }
            try await store.put(.ann, for: server)
            #expect(try directory.shell("stat -c '%a %u:%g' config.json") == "\(result) 1234:1235")
            #expect(reports.codes == codes)
        }
    }

    @Test(.requiresRoot) func `a full disk keeps the old file`() async throws {
        let directory = try StoreDirectory()
        try directory.shell(
            "mkdir small; mount -t tmpfs -o size=64k tmpfs small; echo '\(Self.entry)' > small/config.json"
        )
        defer { _ = try? directory.shell("umount small") }
        try directory.shell("touch small/config.json.lock; head -c 1M /dev/zero > small/filler || true")
        let store = FileStore.writing(directory.file("small/config.json"))
        let error = await expectError(.failed) { try await store.put(.bob, for: server) }
        #expect(error?.description.contains("no space left") == true)
        #expect(
            try directory.shell("cat small/config.json; ls -A small")
                == "\(Self.entry)\nconfig.json\nconfig.json.lock\nfiller"
        )
        #expect(try await store.get(server) == .ann)
    }

    @Test(.requiresRoot) func `a read-only file system is an error that names the file`() async throws {
        let directory = try StoreDirectory()
        try directory.shell(
            "mkdir fixed; mount -t tmpfs tmpfs fixed; echo '\(Self.entry)' > fixed/config.json; mount -o remount,ro fixed"
        )
        defer { _ = try? directory.shell("umount fixed") }
        let store = FileStore.writing(directory.file("fixed/config.json"))
        await expectError(.denied) { try await store.put(.bob, for: server) }
        #expect(try await store.get(server) == .ann)
        try await store.put(.ann, for: server)
    }

    @Test func `a directory, a pipe, and a file in place of a directory are errors`() async throws {
        let directory = try StoreDirectory()
        try directory.shell("mkdir directory; mkfifo pipe; touch file; ln -s loop loop")
        for name in ["directory", "pipe", "file/config.json", "loop"] {
            let store = FileStore.writing(directory.file(name))
            await expectError(.unavailable) { _ = try await store.get(server) }
            await expectError(.unavailable) { try await store.put(.bob, for: server) }
        }
    }

    @Test func `a save waits for another process's lock up to the time limit`() async throws {
        let directory = try StoreDirectory()
        try directory.shell("flock config.json.lock sleep 300 > /dev/null 2>&1 & echo $! > holder; sleep 0.2")
        defer { _ = try? directory.shell("pkill -P $(cat holder) sleep || true") }
        let store = FileStore.writing(directory.file("config.json")) { $0.lockTimeout = .milliseconds(200) }
        let start = ContinuousClock.now
        await expectError(.timedOut) { try await store.put(.bob, for: server) }
        #expect(try await store.get(server) == nil)
        #expect(ContinuousClock.now - start >= .milliseconds(200))
    }

    @Test(.requiresRoot) func `a save as root gives the lock to the owner of the file, or of its directory`()
        async throws
    {
        let directory = try StoreDirectory()
        try directory.shell(
            """
            chmod 711 .; mkdir home shared; echo '{}' > home/config.json; chown -R 65534:65534 home
            echo '{}' > shared/auth.json; chown 65534:65534 shared/auth.json
            """
        )
        for name in ["home/config.json", "home/new.json", "home/made/config.json", "shared/auth.json"] {
            try await FileStore.writing(directory.file(name)).put(.ann, for: server)
            #expect(try directory.shell("stat -c '%u:%g %a' \(name).lock") == "65534:65534 600")
            try directory.shell("setpriv --reuid 65534 --regid 65534 --clear-groups flock -n \(name).lock true")
        }
    }

    @Test(.requiresRoot) func `a file that is mounted read-only is an error, and no secret remains beside it`()
        async throws
    {
        let directory = try StoreDirectory()
        let script = """
            printf '%s' '\(Self.entry)' > host.json; touch config.json; mount --bind host.json config.json
            mount -o remount,bind,ro config.json
            ! $EXERCISER put config.json registry.example bob swordfish 2> messages
            grep -q 'read-only' messages; ! grep -q journal messages; cat config.json; ls -A
            """
        #expect(
            try directory.shell("unshare -m bash -euc \(quoted(script))")
                == "\(Self.entry)config.json\nconfig.json.lock\nhost.json\nmessages"
        )
    }

    @Test func `an empty path and a path with a trailing slash are rejected`() async throws {
        let directory = try StoreDirectory()
        try directory.shell("printf '%s' '\(Self.entry)' > there.json")
        for path in ["", directory.file("there.json") + "/", directory.file("new.json") + "/"] {
            let store = FileStore.writing(path)
            await expectError(.unavailable) { _ = try await store.get(server) }
            await expectError(.unavailable) { _ = try await store.list() }
            await expectError(.unavailable) { try await store.put(.bob, for: server) }
            await expectError(.unavailable) { try await store.delete(server) }
        }
        #expect(try directory.shell("ls -A; cat there.json") == "there.json\n\(Self.entry)")
    }

    @Test(.requiresRoot) func `a bind-mounted file is rewritten in place`() async throws {
        let directory = try StoreDirectory()
        // The mounts are in a separate namespace and end with it.
        let script = """
            printf '%s' '\(Self.entry)' > host.json; echo x > config.json; chmod 640 host.json
            mount --bind host.json config.json; before=$(stat -c %i config.json)
            $EXERCISER put config.json registry.example bob swordfish
            $EXERCISER put config.json second.example carol pw3
            $EXERCISER get config.json registry.example; $EXERCISER get config.json second.example
            test $before = $(stat -c %i config.json); stat -c %a config.json; ls -A
            """
        #expect(
            try directory.shell("unshare -m bash -euc \(quoted(script))")
                == "swordfish\npw3\n600\nconfig.json\nconfig.json.lock\nhost.json"
        )
        #expect(try directory.shell("cat config.json") == "x")
        #expect(try await FileStore(path: directory.file("host.json")).get(server) == .bob)
    }

    @Test(.requiresRoot) func `a full disk keeps the old content of a bind-mounted file`() async throws {
        let directory = try StoreDirectory()
        let padding = String(repeating: "x", count: 5000)
        let script = """
            mkdir small; mount -t tmpfs -o size=64k tmpfs small; printf '%s' '\(Self.entry)' > small/host.json
            touch config.json; mount --bind small/host.json config.json; head -c 1M /dev/zero > small/filler || true
            ! $EXERCISER put config.json registry.example bob \(padding) 2> messages
            grep -q 'no space left' messages; cat config.json; ls -A
            """
        #expect(
            try directory.shell("unshare -m bash -euc \(quoted(script))")
                == "\(Self.entry)config.json\nconfig.json.lock\nmessages\nsmall"
        )
    }

    private func quoted(_ script: String) -> String {
        "'" + script.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
