import HelperProtocol
import SystemPackage
import SystemSupport
import TestSupport
import Testing

@Suite struct PackageVersionTests {
    /// The change log is what people read, so it and what the programs print must not drift apart.
    @Test func `the version is that of the newest entry of the change log`() throws {
        let text = String(
            decoding: try RegularFile.read(Repository.root.appending("CHANGELOG.md"), limit: 1 << 20).bytes,
            as: UTF8.self
        )
        let newest = text.split(separator: "\n").first { $0.hasPrefix("## ") }
        #expect(newest.map { $0.dropFirst(3) } == HelperIdentity.packageVersion[...])
    }
}
