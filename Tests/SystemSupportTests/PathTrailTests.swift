import SystemPackage
import SystemSupport
import TestSupport
import Testing

@Suite struct PathTrailTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func names(_ directories: [PathTrail.Directory]) -> [String] {
        directories.filter { $0.path.starts(with: directory.path) }.map { $0.path.lastComponent?.string ?? "" }
    }

    @Test func `a trail has every directory and link, and the directories that hold the file or a link to it`() throws {
        try directory.shell(
            "mkdir -p a/b c; ln -s ../c/second a/first; ln -s $PWD/a/b/file c/second; echo 1 > a/b/file"
        )
        let trail = PathTrail(to: directory.path.appending("a/./b/../first"))
        #expect(names(trail.directories).suffix(2) == ["a", "b"])
        #expect(names(trail.directories).contains("c"))
        #expect(names(trail.holders) == ["a", "c", "b"])
        #expect(trail.links.map { $0.path.lastComponent?.string } == ["first", "second"])
        #expect(trail.filePath == directory.path.appending("a/b/file"))
        #expect(trail.file?.kind == .regular)
    }

    @Test(arguments: ["missing", "a/missing/file", "file/below", "circle", "a"])
    func `a path to no file ends the trail`(path: String) throws {
        try directory.shell("mkdir a; echo 1 > file; ln -s circle circle")
        let trail = PathTrail(to: directory.path.appending(path))
        #expect(trail.file == nil)
        #expect(trail.filePath == nil)
        #expect(trail.links.count <= 40)
    }

    /// The owners along the path of a link, and whether user 1000 follows it.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var user = 1000
        let link: Int
        let directory: String
        let target: Int
        let isFollowed: Bool
    }

    @Test(
        .requiresRoot,
        arguments: [
            Case(
                testDescription: "one's own link in /tmp",
                link: 1000,
                directory: "1777:0",
                target: 7,
                isFollowed: true
            ),
            Case(testDescription: "root's link in /tmp", link: 0, directory: "1777:0", target: 7, isFollowed: true),
            Case(testDescription: "another's in /tmp", link: 7, directory: "1777:0", target: 1000, isFollowed: false),
            Case(
                testDescription: "another's in /tmp, to its own file",
                link: 7,
                directory: "1777:0",
                target: 7,
                isFollowed: false
            ),
            Case(
                testDescription: "of the owner of an open directory",
                link: 7,
                directory: "1777:7",
                target: 7,
                isFollowed: false
            ),
            Case(
                testDescription: "in the owner's directory, to its own",
                link: 7,
                directory: "0755:7",
                target: 7,
                isFollowed: true
            ),
            Case(
                testDescription: "in the owner's directory, to ours",
                link: 7,
                directory: "0755:7",
                target: 1000,
                isFollowed: false
            ),
            Case(
                testDescription: "root led by a home",
                user: 0,
                link: 7,
                directory: "0755:7",
                target: 0,
                isFollowed: false
            ),
            Case(testDescription: "root in a home", user: 0, link: 7, directory: "0755:7", target: 7, isFollowed: true),
        ]
    )
    func `a link is followed only if another user cannot misuse it`(case: Case) throws {
        let parts = `case`.directory.split(separator: ":")
        try directory.shell(
            """
            chmod 755 .; mkdir place; echo 1 > target; chown \(`case`.target) target
            ln -s ../target place/link; chown -h \(`case`.link) place/link; chown \(parts[1]) place; chmod \(parts[0]) place
            """
        )
        let path = directory.path.appending("place/link")
        let link = PathTrail(to: path).untrustedLink(for: UInt32(`case`.user))
        #expect((link == nil) == `case`.isFollowed)
    }

    @Test(.requiresRoot) func `a dangling link of another user is not followed anywhere on the path`() throws {
        try directory.shell("mkdir open; chmod 1777 open; ln -s nowhere open/link; ln -s .. open/up; chown -h 7 open/*")
        for path in ["open/link", "open/up/file"] {
            let error = #expect(throws: SystemError.self) {
                try directory.path.appending(path).resolvingFinalLinks()
            }
            #expect(error?.code == .untrustedLink)
        }
    }
}
