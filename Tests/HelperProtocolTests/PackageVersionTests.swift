import HelperProtocol
import SystemPackage
import SystemSupport
import TestSupport
import Testing

@Suite struct PackageVersionTests {
    /// The changelog and the programs must state the same version.
    @Test func `the version matches the newest entry of the changelog`() throws {
        let text = String(
            decoding: try RegularFile.read(Repository.root.appending("CHANGELOG.md"), limit: 1 << 20).bytes,
            as: UTF8.self
        )
        let newest = text.split(separator: "\n").first { $0.hasPrefix("## [") && $0 != "## [Unreleased]" }
        #expect(newest?.hasPrefix("## [\(HelperIdentity.packageVersion)] - ") == true)
    }
}
