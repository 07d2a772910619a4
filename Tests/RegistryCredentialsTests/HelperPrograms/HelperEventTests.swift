import HelperProtocol
import RegistryCredentials
import Testing

struct HelperEventTests {
    @Test func `a handler receives the start and end of each run, and no secret`() async throws {
        let scripts = try HelperScripts()
        try scripts.addRecording()
        try scripts.add("failing", "echo hunter2; exit 1")
        let events = Collected<HelperEvent>()
        let store = NativeStore("recorder", options: scripts.options(trace: events.add))
        let server = try ServerAddress("docker.io")
        try await store.put(.password(username: "ann", password: Secret("hunter2")), for: server)
        _ = try await store.get(server)
        _ = try await store.get(ServerAddress("registry.example"))
        _ = try await store.version()
        let failing = NativeStore("failing", options: scripts.options(trace: events.add))
        let error = await storeError { _ = try await failing.list() }

        let all = await events.all
        #expect(
            all.map { "\($0.helper.dropFirst(18)) \($0.action) \($0.key ?? "-") \($0.stage)" } == [
                "recorder store https://index.docker.io/v1/ started",
                "recorder store https://index.docker.io/v1/ finished", "recorder list - started",
                "recorder list - finished",
                "recorder get https://index.docker.io/v1/ started", "recorder get https://index.docker.io/v1/ finished",
                "recorder get registry.example started", "recorder get registry.example notFound",
                "recorder list - started", "recorder list - finished",
                "recorder version - started", "recorder version - finished",
                "failing list - started", "failing list - failed",
            ]
        )
        for event in all { #expect((event.duration == nil) == (event.stage == .started)) }
        #expect(error != nil && all.last?.error == error)
        var dumped = ""
        dump(all, to: &dumped)
        #expect(!dumped.contains("hunter2"))
    }

    @Test func `five tasks on one store produce five pairs of events`() async throws {
        let scripts = try HelperScripts()
        try scripts.addRecording()
        let events = Collected<HelperEvent>()
        let store = NativeStore("recorder", options: scripts.options(trace: events.add))
        try await withThrowingTaskGroup { group in
            for _ in 0..<5 { group.addTask { _ = try await store.version() } }
            try await group.waitForAll()
        }
        let all = await events.all
        #expect(all.count { $0.stage == .started } == 5)
        #expect(all.count { $0.stage == .finished } == 5)
    }
}
