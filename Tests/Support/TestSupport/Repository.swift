package import SystemPackage

/// The checkout that the tests were compiled from.
package enum Repository {
    /// The directory of `Package.swift`.
    package static let root: FilePath = {
        // This file is Tests/Support/TestSupport/Repository.swift.
        var path = FilePath(#filePath)
        for _ in 0..<4 { path.removeLastComponent() }
        return path
    }()

    /// The tests' own files.
    package static let tests = root.appending("Tests")
}
