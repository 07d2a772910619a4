import SystemPackage
import SystemSupport
import TestSupport
import Testing

struct DirectoryListingTests {
    @Test func `names are listed in bytewise order`() throws {
        let directory = try TemporaryDirectory()
        try directory.shell("touch b a B .hidden ä")
        #expect(try DirectoryListing.names(in: directory.path) == [".hidden", "B", "a", "b", "ä"])
    }

    @Test func `a missing directory is an error`() throws {
        let directory = try TemporaryDirectory()
        #expect(throws: SystemError.self) { try DirectoryListing.names(in: directory.path.appending("none")) }
    }

    @Test func `the wall clock shows a plausible year`() {
        #expect(WallClock.sinceEpoch > .seconds(1_700_000_000))
        #expect(WallClock.sinceEpoch < .seconds(10_000_000_000))
    }
}
