import SystemPackage
import SystemSupport
import TestSupport
import Testing

struct DirectoryListingTests {
    @Test func `the names in a directory come in the order of their bytes`() throws {
        let directory = try TemporaryDirectory()
        try directory.shell("touch b a B .hidden ä")
        #expect(try DirectoryListing.names(in: directory.path) == [".hidden", "B", "a", "b", "ä"])
    }

    @Test func `a directory that is not there is an error`() throws {
        let directory = try TemporaryDirectory()
        #expect(throws: SystemError.self) { try DirectoryListing.names(in: directory.path.appending("none")) }
    }

    @Test func `the clock on the wall is not far from this year`() {
        #expect(WallClock.sinceEpoch > .seconds(1_700_000_000))
        #expect(WallClock.sinceEpoch < .seconds(10_000_000_000))
    }
}
