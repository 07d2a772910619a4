import HelperProtocol
import Testing

@testable import docker_credential_auto

@Suite struct PolicyTests {
    /// A table row: the calls in their order, with the reply to each, and the result.
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let replies: [String: BackendReply]
        let calls: [String]
        let result: String

        /// Creates a row; `unused` are replies to calls that are not made.
        init(
            _ description: String,
            _ calls: KeyValuePairs<String, BackendReply>,
            unused: [String: BackendReply] = [:],
            _ result: String
        ) {
            testDescription = description
            replies = Dictionary(uniqueKeysWithValues: calls.map { ($0.key, $0.value) }).merging(unused) { $1 }
            self.calls = calls.map(\.key)
            self.result = result
        }
    }

    @Test(arguments: [
        Case("the first backend has it", ["a get": .found("ann")], "ann by a"),
        Case(
            "another has it",
            ["a get": .notFound, "b get": .found("bob")],
            "bob by b"
        ),
        Case("no backend has it", ["a get": .notFound, "b get": .notFound], "not found"),
        Case(
            "a locked backend that has it prompts before another is asked",
            ["a get": .refused("a", .locked), "a list": .holding, "a get!": .found("ann")],
            "ann by a"
        ),
        Case(
            "a locked backend that has it and stays locked is an error, whatever another has",
            ["a get": .refused("a", .locked), "a list": .holding, "a get!": .refused("a", .locked)],
            "a: locked"
        ),
        Case(
            "a backend that has it and cannot return it for a reason that no prompt removes is an error",
            ["a get": .refused("a", .damaged), "a list": .holding],
            "a: damaged"
        ),
        Case(
            "a backend that failed and does not list it does not have it",
            ["a get": .refused("a", .denied), "a list": .empty, "b get": .notFound],
            "not found"
        ),
        Case(
            "a locked backend may have what it does not list",
            ["a get": .refused("a", .locked), "a list": .empty, "b get": .notFound, "a get!": .found("ann")],
            "ann by a"
        ),
        Case(
            "an entry that is out of date is used if no other backend has one",
            ["a get": .notFound, "b get": .notFound, "c get": .found("cleo")],
            "cleo by c"
        ),
        Case(
            "an entry that is out of date is not used in place of one in a locked backend",
            [
                "a get": .refused("a", .locked), "a list": .empty, "b get": .notFound,
                "a get!": .refused("a", .locked),
            ],
            unused: ["c get": .found("cleo")],
            "a: locked"
        ),
        Case(
            "a backend that cannot tell prompts only after all others have been asked",
            [
                "a get": .refused("a", .locked), "a list": .refused("a", .locked), "b get": .notFound,
                "a get!": .found("ann"),
            ],
            "ann by a"
        ),
        Case(
            "no prompt appears where another backend has it",
            ["a get": .refused("a", .locked), "a list": .refused("a", .locked), "b get": .found("bob")],
            "bob by b"
        ),
        Case(
            "a backend that cannot tell is an error where no other has it",
            [
                "a get": .refused("a", .locked), "a list": .refused("a", .locked), "b get": .notFound,
                "a get!": .refused("a", .locked),
            ],
            "a: locked"
        ),
        Case(
            "the second one that cannot tell prompts too",
            [
                "a get": .refused("a", .locked), "a list": .refused("a", .locked), "b get": .refused("b", .failed),
                "b list": .refused("b", .failed), "a get!": .refused("a", .denied), "b get!": .found("bob"),
            ],
            "bob by b"
        ),
        Case(
            "a backend that hangs is not asked again",
            ["a get": .hung("a"), "b get": .found("bob")],
            "bob by b"
        ),
        Case(
            "a backend that hangs may have it, so it is an error and not \"not found\"",
            ["a get": .hung("a"), "b get": .notFound],
            "a: hung"
        ),
        Case(
            "a keyring that does not exist here has nothing",
            ["a get": .absent("a"), "b get": .notFound],
            "not found"
        ),
        Case(
            "a keyring that has been used and does not exist here is an error where no other has it",
            ["a get": .notFound, "b get": .absent("b"), "b list": .absent("b")],
            "b: absent"
        ),
        Case(
            "a backend that only supplies credentials and cannot list",
            ["a get": .refused("a", .denied), "a list": .refused("a", .unsupported), "b get": .notFound],
            "a: denied"
        ),
    ])
    func `get asks each backend, and prompts where that is needed`(example: Case) throws {
        let policy = GetPolicy(
            current: ["a", "b"],
            outdated: ["c"],
            server: Backends.server,
            usedBackends: ["b"]
        )
        // The third one has an old entry, which is not used in place of a current one.
        var replies = example.replies
        if replies["c get"] == nil { replies["c get"] = .notFound }
        let (calls, outcome) = try Backends(replies: replies).follow(policy)
        #expect(calls == example.calls + (example.result == "not found" ? ["c get"] : []))
        switch outcome {
        case .found(let credentials, let backend): #expect("\(credentials.username) by \(backend)" == example.result)
        case .notFound: #expect("not found" == example.result)
        case .failed(let failure): #expect(failure.message == example.result)
        }
    }

    @Test(arguments: [
        Case("the first backend takes it", ["a store": .done], "a"),
        Case(
            "the next one takes what the first cannot",
            ["a store": .refused("a", .unavailable), "b store": .done],
            "b after a: unavailable"
        ),
        Case(
            "a backend that would have to prompt is passed over",
            ["a store": .refused("a", .locked), "b store": .done],
            "b after a: locked"
        ),
        Case(
            "a backend that hangs does not lose the credentials",
            ["a store": .hung("a"), "b store": .done],
            "b after a: hung"
        ),
        Case(
            "a backend without store is passed over",
            ["a store": .refused("a", .unsupported), "b store": .done],
            "b after a: unsupported"
        ),
        Case(
            "if no backend takes it unasked, the first that is locked prompts",
            ["a store": .refused("a", .unavailable), "b store": .refused("b", .locked), "b store!": .done],
            "b"
        ),
        Case(
            "if no backend takes it at all, each failure is reported",
            [
                "a store": .refused("a", .locked), "b store": .refused("b", .denied),
                "a store!": .refused("a", .locked),
            ],
            "failed a: locked, b: denied"
        ),
    ])
    func `store uses the first backend that works without asking anyone`(example: Case) throws {
        let (calls, outcome) = try Backends(replies: example.replies).follow(StorePolicy(backends: ["a", "b"]))
        #expect(calls == example.calls)
        switch outcome {
        case .stored(let backend, let failures):
            let after = failures.map(\.message).joined(separator: ", ")
            #expect(backend + (after.isEmpty ? "" : " after \(after)") == example.result)
        case .failed(let failures):
            #expect("failed \(failures.map(\.message).joined(separator: ", "))" == example.result)
        }
    }

    @Test(arguments: [
        Case("every backend erases", ["a erase": .done, "b erase": .notFound], ""),
        Case(
            "a locked backend that has it prompts",
            ["a erase": .refused("a", .locked), "a list": .holding, "a erase!": .done, "b erase": .done],
            ""
        ),
        Case(
            "a backend that failed and does not list it has nothing to erase",
            ["a erase": .refused("a", .denied), "a list": .empty, "b erase": .done],
            ""
        ),
        Case(
            "a locked backend may have what it does not list",
            [
                "a erase": .refused("a", .locked), "a list": .empty, "a erase!": .refused("a", .locked),
                "b erase": .done,
            ],
            "a likely"
        ),
        Case(
            "a locked backend that has it and stays locked is reported, after the others have erased",
            [
                "a erase": .refused("a", .locked), "a list": .holding, "a erase!": .refused("a", .locked),
                "b erase": .done,
            ],
            "a likely"
        ),
        Case(
            "a keyring that does not exist here has nothing, unless this program stored something in it",
            ["a erase": .absent("a"), "b erase": .absent("b")],
            "a unlikely, b likely"
        ),
        Case(
            "a backend that hangs is reported",
            ["a erase": .hung("a"), "b erase": .done],
            "a likely"
        ),
        Case(
            "a backend that only supplies credentials has nothing to erase",
            ["a erase": .refused("a", .unsupported), "b erase": .done],
            ""
        ),
    ])
    func `erase reaches every backend`(example: Case) throws {
        let policy = ErasePolicy(backends: ["a", "b"], server: Backends.server, mayPrompt: true, usedBackends: ["b"])
        let (calls, remnants) = try Backends(replies: example.replies).follow(policy)
        #expect(calls == example.calls)
        let result = remnants.map { "\($0.failure.backend) \($0.isLikely ? "likely" : "unlikely")" }
        #expect(result.joined(separator: ", ") == example.result)
    }

    @Test func `an older entry is erased without a prompt`() throws {
        let policy = ErasePolicy(backends: ["a"], server: Backends.server, mayPrompt: false, usedBackends: [])
        let backends = Backends(replies: ["a erase": .refused("a", .locked), "a list": .holding])
        let (calls, remnants) = try backends.follow(policy)
        #expect(calls == ["a erase", "a list"])
        #expect(remnants.map(\.isLikely) == [true])
    }

    @Test func `list is the union, and the first backend's user takes precedence unless it is out of date`() throws {
        let (one, two, three) = (try ServerURL("1"), try ServerURL("2"), try ServerURL("3"))
        let backends = Backends(replies: [
            "a list": .users([one: "ann", two: "ann"]), "b list": .refused("b", .failed),
            "c list": .users([one: "cleo", two: "cleo", three: "cleo"]),
        ])
        let outcome = try backends.follow(ListPolicy(backends: ["a", "b", "c"])).outcome
        #expect(outcome.failures.map(\.backend) == ["b"])
        let union = outcome.union { server, backend in server == two && backend == "a" }
        #expect(union == [one: "ann", two: "cleo", three: "cleo"])
    }
}
