import SystemSupport
import TestSupport
import Testing

/// The store on file systems that are full, read-only, locked or reached through a link.
@Suite struct StoreFileSystemTests {
    @Test func `a link to the store stays a link, even to another file system`() throws {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        let elsewhere = try home.succeed("mktemp -d /dev/shm/credentials.XXXXXX").trimmed
        defer { _ = try? home.shell("rm -rf \(elsewhere)") }
        try home.succeed("mv \(home.store) \(elsewhere)/moved.age; ln -s \(elsewhere)/moved.age \(home.store)")
        try home.store("g", "u", "t")
        #expect(try home.succeed("readlink \(home.store)").trimmed == "\(elsewhere)/moved.age")
        #expect(try home.helper("list").output.text == #"{"g":"u","h":"u"}"# + "\n")
        #expect(try home.succeed("stat -c %a \(elsewhere)/moved.age") == "600\n")
    }

    @Test func `a store is created at the target of a dangling relative link`() throws {
        let home = try Sandbox()
        try home.succeed("mkdir -p -m 700 links target; ln -s ../target/store.age links/store.age")
        let variables = ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/links/store.age"]
        try home.store("h", "u", "s", variables)
        #expect(
            try home.succeed("readlink links/store.age; head -1 target/store.age").contains("../target/store.age\nage-")
        )
    }

    @Test(.requiresRoot) func `a full disk keeps the old store and is reported`() throws {
        let home = try Sandbox()
        try home.succeed("mkdir small; mount -t tmpfs -o size=128k,mode=700 tmpfs small")
        defer { _ = try? home.shell("umount small") }
        for name in ["store.age", "auth.json"] {
            let variables = ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/small/\(name)"]
            try home.store("h", "u", "before", variables)
            let before = try home.succeed(
                "find small -type f -printf '%M %s %T@ %p\\n' | sort; sha256sum small/\(name)"
            )
            let large = String(repeating: "x", count: 200_000)
            let outcome = try home.helper("store", #"{"ServerURL":"h","Username":"u","Secret":"\#(large)"}"#, variables)
            #expect(outcome.termination == .exited(1))
            #expect(outcome.output.text.contains("no space left"), "\(outcome.output.text)")
            #expect(outcome.output.text.contains("small"))
            #expect(
                try home.succeed("find small -type f -printf '%M %s %T@ %p\\n' | sort; sha256sum small/\(name)")
                    == before
            )
            #expect(try home.helper("get", "h", variables).output.text.contains("before"))
        }
    }

    @Test(.requiresRoot) func `a store in a read-only directory can be read, and writing names the directory`() throws {
        let home = try Sandbox()
        try home.succeed("mkdir fixed; mount -t tmpfs -o size=1m,mode=700 tmpfs fixed")
        defer { _ = try? home.shell("umount fixed") }
        let variables = ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/fixed/store.age"]
        try home.store("h", "u", "s", variables)
        try home.succeed("mount -o remount,ro fixed")
        #expect(try home.helper("get", "h", variables).succeeded)
        #expect(try home.helper("erase", "absent", variables).succeeded)
        for (action, input) in [("erase", "h"), ("store", #"{"ServerURL":"g","Username":"u","Secret":"s"}"#)] {
            let outcome = try home.helper(action, input, variables)
            #expect(outcome.termination == .exited(1))
            #expect(outcome.output.text.contains("fixed") && outcome.output.text.contains("read-only"))
            #expect(outcome.errorOutput.text.contains("DOCKER_CREDENTIAL_FILE_PATH"))
        }
    }

    @Test func `waiting for a held lock ends at the time limit and names the lock`() throws {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        let outcome = try home.shell(
            """
            exec 9<>\(home.store).lock; flock 9
            printf h | DOCKER_CREDENTIAL_TIMEOUT=0.3 docker-credential-file erase
            """
        )
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.contains("credentials.age.lock"))
        #expect(try home.helper("get", "h").succeeded)
    }
}
