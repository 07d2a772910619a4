import HelperProtocol
import RegistryCredentials
import Testing

/// An operation uses one snapshot of the file, and reports its changes.
struct DynamicStoreSnapshotTests {
    private static let bob = #"{"auth":"Ym9iOmh1bnRlci1ib2I="}"#

    @Test(arguments: [
        #"{"credsStore":"recorder","auths":[]}"#, #"{"credsStore":"recorder","auths":5}"#, #"{"credsStore":"#,
    ])
    func `a damaged file is an error even if a helper is configured`(config: String) async throws {
        let home = try ConfigHome(config)
        defer { home.keep() }
        try home.scripts.addRecording()
        let store = try home.store()
        let error = await storeError { _ = try await store.get(ServerAddress("h")) }
        #expect(error?.code == .damaged && error?.place.file == home.path())
        #expect(try await store.explain(ServerAddress("h")).failure?.code == .damaged)
        #expect(try home.scripts.log() == [])
    }

    @Test func `a change of the file during a helper call does not mix two snapshots`() async throws {
        let home = try ConfigHome(#"{"credsStore":"changing","auths":{"h":{"registrytoken":"hunter-old"}}}"#)
        defer { home.keep() }
        try home.scripts.add(
            "changing",
            """
            printf '{"auths":{"h":{"registrytoken":"hunter-new"}}}' > "$DIRECTORY/.docker/config.json"
            echo '{"Username":"ann","Secret":"s"}'
            """
        )
        let credential = try await home.store().get(ServerAddress("h"))
        #expect(credential?.username == "ann" && credential?.registryToken == Secret("hunter-old"))
    }

    @Test func `a save reports its destination: the helper and its key, or the plain-text file`() async throws {
        let home = try ConfigHome(#"{"credHelpers":{"h":"recorder"}}"#)
        defer { home.keep() }
        try home.scripts.addRecording()
        let store = try home.store { $0.plaintext = .allow }
        let byHelper = try await store.putReporting(DynamicStoreTests.ann, for: ServerAddress("https://h/v2/"))
        #expect(byHelper.place == .init(file: home.path(), key: "h", helper: "docker-credential-recorder"))
        #expect(!byHelper.isPlaintext)
        let inFile = try await store.putReporting(DynamicStoreTests.ann, for: ServerAddress("i"))
        #expect(inFile.place == .init(file: home.path(), key: "i") && inFile.isPlaintext && inFile.isChanged == true)
        #expect(try await store.putReporting(DynamicStoreTests.ann, for: ServerAddress("i")).isChanged == false)
    }

    @Test func `a deletion names the helper, the entry that it shadows, and the remaining entries`() async throws {
        let home = try ConfigHome(
            #"{"credsStore":"recorder","auths":{"h":\#(Self.bob),"other":\#(Self.bob)}}"#
        )
        defer { home.keep() }
        try home.scripts.addRecording()
        for key in ["https://h/v1/", "h/team"] {
            let request = #"{"ServerURL":"\#(key)","Username":"ann","Secret":"s"}"#
            try home.scripts.shell("printf '%s' '\(request)' | docker-credential-recorder store")
        }
        let report = try await home.store().deleteReporting(ServerAddress("h"))
        #expect(report.removed.map(\.helper) == ["docker-credential-recorder", nil])
        #expect(report.removed.map(\.key) == ["https://h/v1/", "h"])
        #expect(report.remaining.map(\.key) == ["h/team"])
        #expect(report.failure == nil)
    }
}
