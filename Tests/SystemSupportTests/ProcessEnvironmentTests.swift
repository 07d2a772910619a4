import SystemPackage
import SystemSupport
import TestSupport
import Testing

@Suite struct ProcessEnvironmentTests {
    @Test func `an empty variable is nil, but a child receives it`() {
        let environment = ProcessEnvironment(["EMPTY": "", "SET": "x"])
        #expect(environment["EMPTY"] == nil)
        #expect(environment["SET"] == "x")
        #expect(environment["MISSING"] == nil)
        #expect(environment.variables == ["EMPTY": "", "SET": "x"])
    }

    @Test func `looking up single variables of this process agrees with its whole environment`() {
        let all = ProcessEnvironment.current.variables
        #expect(all["PATH"] != nil)
        for (name, value) in all where !value.isEmpty {
            #expect(ProcessEnvironment.current[name] == value)
        }
    }

    @Test(
        arguments: [
            (["HOME": "/h"], "/h/.local/share"), (["HOME": "/h", "XDG_DATA_HOME": "/d"], "/d"),
            (["XDG_DATA_HOME": "/d"], "/d"), (["HOME": "/h", "XDG_DATA_HOME": "d"], "/h/.local/share"),
            (["HOME": "/h", "XDG_DATA_HOME": ""], "/h/.local/share"), (["HOME": "h"], nil), ([:], nil),
        ] as [([String: String], String?)]
    )
    func `base directories follow the XDG specification`(variables: [String: String], path: String?) throws {
        let environment = ProcessEnvironment(variables)
        guard let path else {
            let error = #expect(throws: SystemError.self) { try environment.dataHome }
            #expect(error?.code == .missingVariable)
            return
        }
        #expect(try environment.dataHome.string == path)
    }

    @Test func `only absolute directories are searched for programs`() throws {
        let directory = try TemporaryDirectory()
        try directory.shell(
            """
            mkdir one two; for file in one/both two/both two/second; do echo '#!/bin/sh' > $file; chmod +x $file; done
            echo text > one/second; mkdir one/folder
            """
        )
        let environment = ProcessEnvironment(["PATH": ":.:relative:\(directory.path)/one:\(directory.path)/two"])
        #expect(try ExecutableSearch.find("both", in: environment).string.hasSuffix("/one/both"))
        #expect(try ExecutableSearch.find("second", in: environment).string.hasSuffix("/two/second"))
        for name in ["", ".", "..", "a/b", "/bin/sh", "folder", "absent", "both\u{0}x"] {
            #expect(throws: SystemError.self) { try ExecutableSearch.find(name, in: environment) }
        }
    }
}

/// Values that are not UTF-8, which are usually paths.
@Suite struct ProcessEnvironmentBytesTests {
    @Test func `a value that is not UTF-8 is a path, an error as text, and passed on to a child`() throws {
        let directory = try TemporaryDirectory()
        // The variables of this process cannot be changed while other tests run, so a shell sets them for the exerciser.
        let script = #"""
            export ODD=$'/d\xff\xc3' TWO=$'line\nline'
            "$exerciser" run background 60 /bin/sh -c 'printf %s "$ODD$TWO" | od -An -tx1'
            """#
        #expect(try directory.exercise(script) == " 2f 64 ff c3 6c 69 6e 65 0a 6c 69 6e 65\nexited(0)")
        #expect(
            try directory.exercise(#"ODD=$'/d\xff' "$exerciser" variable ODD"#)
                == #"/d\xFF|cannot use ODD: its value is not UTF-8"#
        )
    }

    @Test func `changes keep the other variables`() throws {
        let environment = ProcessEnvironment(["A": "1", "AB": "2", "C": "3"]).replacing(["A": "x=y", "C": nil, "D": ""])
        #expect(environment.variables == ["A": "x=y", "AB": "2", "D": ""])
        #expect(environment == ProcessEnvironment(["AB": "2"]).replacing(["A": "x=y", "D": ""]))
        #expect(environment.bytes(of: "D") == nil)
        #expect(try environment.text(of: "A") == "x=y")
        #expect(environment.path(of: "AB") == "2")
        let odd = try #require(FilePath(bytes: [0x2F, 0xFF]))
        #expect(environment.replacing("A", with: odd).path(of: "A") == odd)
        #expect(environment.replacing("A", with: odd).variables == ["AB": "2", "D": ""])
    }
}
