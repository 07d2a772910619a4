import HelperProtocol
import RegistryCredentials
import SystemPackage
import TestSupport
import Testing

/// Many concurrent processes, one that uses no lock, and some that are killed.
@Suite(.serialized) struct FileStoreConcurrencyTests {
    private static let scripts = Repository.tests.appending("RegistryCredentialsTests/Scripts")

    /// Puts in `processes` concurrent programs; returns the lines that they print.
    private func putAtOnce(_ processes: Int, _ puts: Int, in directory: StoreDirectory) throws
        -> Set<Substring>
    {
        Set(
            try directory.shell(
                """
                pids=; for number in $(seq \(processes)); do
                    $EXERCISER put-many config.json p$number \(puts) > out.$number & pids="$pids $!"
                done
                for pid in $pids; do wait $pid; done; cat out.*
                """
            ).split(separator: "\n")
        )
    }

    private func users(_ path: String) async throws -> Set<String> {
        Set(try await FileStore(path: path).list().map(\.key))
    }

    @Test func `twenty processes with twenty puts each write four hundred entries`() async throws {
        let directory = try StoreDirectory()
        let lines = try putAtOnce(20, 20, in: directory)
        #expect(lines.count == 400 && lines.allSatisfy { $0.hasPrefix("saved ") })
        #expect(try await users(directory.file("config.json")).count == 400)
        let one = try await FileStore(path: directory.file("config.json")).get(try ServerAddress("p7-13.example"))
        #expect(one?.password == Secret("secret of p7-13.example"))
        #expect(try directory.shell("find . -name '.*.new'").isEmpty)
    }

    /// A put waits for 50 milliseconds to see whether such a writer has written back an older version.
    @Test(.requires("python3")) func `each put beside a writer without a lock is saved or reports an error`()
        async throws
    {
        for _ in 0..<10 {
            let directory = try StoreDirectory()
            try directory.shell(
                """
                echo '{}' > config.json
                python3 \(Self.scripts)/rewrite-without-lock.py config.json stop > slow 2>&1 & echo $! > writer
                """
            )
            let lines = try putAtOnce(20, 5, in: directory)
            try directory.shell("touch stop; while kill -0 $(cat writer) 2> /dev/null; do sleep 0.01; done")
            let saved = try await users(directory.file("config.json"))
            #expect(lines.count == 100)
            #expect(saved.count > 50)
            // A writer that the machine has held up for longer than a put waits proves nothing.
            guard try directory.shell("cat slow").isEmpty else { continue }
            for line in lines where line.hasPrefix("saved ") {
                #expect(saved.contains(String(line.dropFirst(6))))
            }
            return
        }
        Issue.record("the machine was too busy for the writer each time")
    }

    @Test(.requires("python3")) func `five hundred kills leave the old or the new content`() throws {
        let directory = try StoreDirectory()
        let seed = Int.random(in: 0...1_000_000)
        let hits = try directory.shell(
            "python3 \(Self.scripts)/kill-during-put.py $EXERCISER $PWD/config.json 500 \(seed) 2>&1 || { echo seed \(seed); exit 1; } >&2"
        )
        // The test proves nothing if every kill comes before the first write.
        #expect(Int(hits).map { $0 > 100 } == true, "seed \(seed): \(hits)")
    }

    @Test(.requiresRoot, .requires("python3")) func `kills during a rewrite in place leave the old or the new content`()
        throws
    {
        let directory = try StoreDirectory()
        let seed = Int.random(in: 0...1_000_000)
        let hits = try directory.shell(
            """
            echo '{}' > host.json; touch config.json
            unshare -m bash -euc 'mount --bind host.json config.json
                python3 \(Self.scripts)/kill-during-put.py $EXERCISER $PWD/config.json 150 \(seed)'
            """
        )
        #expect(Int(hits).map { $0 > 20 } == true, "seed \(seed): \(hits)")
    }

    @Test(.requiresRoot, .requires("python3")) func `readers never see a partial file during a rewrite in place`()
        throws
    {
        let directory = try StoreDirectory()
        let lines = try directory.shell(
            """
            echo '{}' > host.json; touch config.json
            unshare -m bash -euc 'mount --bind host.json config.json
                $EXERCISER put config.json registry.example ann "0 0"
                $EXERCISER put-forever config.json registry.example & writer=$!
                for number in $(seq 60); do $EXERCISER get config.json registry.example; done
                kill -9 $writer'
            """
        ).split(separator: "\n")
        #expect(lines.count == 60)
        for line in lines {
            let number = line.prefix { $0 != " " }
            #expect(line == "\(number) \(String(repeating: "x", count: (Int(number) ?? 0) % 7 * 1000))\(number)")
        }
    }
}
