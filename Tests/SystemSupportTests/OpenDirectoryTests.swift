import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Reads large and small directories through a descriptor.
@Suite struct OpenDirectoryTests {
    @Test func `entries have their kinds`() throws {
        let directory = try TemporaryDirectory()
        try directory.shell("mkdir d; touch f .h; ln -s f l; mkfifo p; touch $(printf 'x\\377')")
        let open = try #require(try OpenDirectory.open(directory.path))
        let kinds = try open.entries().map { "\($0.name ?? "?") \($0.kind)" }.sorted()
        #expect(kinds == [".h file", "? file", "d directory", "f file", "l link", "p other"])
        #expect(try #require(try open.open("d")).entries().isEmpty)
    }

    @Test func `all of many entries are read in several system calls`() throws {
        let directory = try TemporaryDirectory()
        try directory.shell("for number in $(seq 3000); do : > a-name-of-some-length-$number; done")
        let names = try #require(try OpenDirectory.open(directory.path)).entries().compactMap(\.name)
        #expect(Set(names).count == 3000 && names.count == 3000)
    }

    @Test func `a link is followed only if allowed, and a missing directory is nil`() throws {
        let directory = try TemporaryDirectory()
        try directory.shell("mkdir d; touch d/in f; ln -s d l")
        let open = try #require(try OpenDirectory.open(directory.path))
        #expect(try open.open("absent") === nil)
        #expect(try OpenDirectory.open(directory.path.appending("absent")) === nil)
        #expect(throws: Errno.self) { try open.open("l") }
        #expect(throws: Errno.self) { try open.open("f") }
        #expect(try #require(try open.open("l", followingLink: true)).entries().map(\.name) == ["in"])
    }

    @Test func `only the beginning of a file is read`() throws {
        let directory = try TemporaryDirectory()
        try directory.shell("printf abcdef > f; : > empty; mkfifo p")
        let open = try #require(try OpenDirectory.open(directory.path))
        #expect(open.beginning(of: "f", count: 4) == Array("abcd".utf8))
        #expect(open.beginning(of: "f", count: 9) == Array("abcdef".utf8))
        #expect(open.beginning(of: "empty", count: 4) == [])
        #expect(open.beginning(of: "absent", count: 4) == nil)
        #expect(open.beginning(of: "p", count: 4) == [])
    }
}
