import HelperProtocol
import SystemPackage
import SystemSupport
import Testing

@Suite struct PackageVersionTests {
    /// The change log is what people read, so it and what the programs print must not drift apart.
    @Test func `the version is that of the newest entry of the change log`() throws {
        var root = FilePath(#filePath)
        for _ in 0..<3 { root.removeLastComponent() }
        let text = String(
            decoding: try RegularFile.read(root.appending("CHANGELOG.md"), limit: 1 << 20).bytes,
            as: UTF8.self
        )
        let newest = text.split(separator: "\n").first { $0.hasPrefix("## ") }
        #expect(newest.map { $0.dropFirst(3) } == HelperIdentity.packageVersion[...])
    }
}
