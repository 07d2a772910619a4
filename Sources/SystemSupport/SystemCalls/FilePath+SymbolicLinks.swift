package import SystemPackage

extension FilePath {
    /// The path of the file that a writer of this path has to replace, so that symbolic links stay links.
    ///
    /// Follows relative, chained and dangling links of the last component. Links among the parent directories are left
    /// to the kernel, which alone reads `..` rightly behind them.
    ///
    /// - Returns: A path that is no symbolic link; there may be nothing at it.
    /// - Throws: `.tooManyLinks` after 40, the kernel's own bound, and what readlink(2) reports.
    package func resolvingFinalLinks() throws(SystemError) -> FilePath {
        var path = self
        for _ in 0...40 {
            let current = path
            let target = try reporting("follow", current) { () throws(Errno) in try current.linkTarget() }
            guard let target else { return path }
            // An absolute target replaces the path.
            path = path.removingLastComponent().pushing(target)
        }
        throw SystemError(Errno.tooManySymbolicLinkLevels, "follow", self)
    }
}
