package import SystemPackage

/// The checkout that the tests were compiled from.
package enum Repository {
    /// The directory that contains `Package.swift`.
    package static let root: FilePath = {
        // This file is Tests/Support/TestSupport/Repository.swift.
        var path = FilePath(#filePath)
        for _ in 0..<4 { path.removeLastComponent() }
        return path
    }()

    /// The directory of the test fixtures.
    package static let tests = root.appending("Tests")
}
