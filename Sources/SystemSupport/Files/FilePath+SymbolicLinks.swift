package import SystemPackage

extension FilePath {
    /// The path of the file that a writer of this path has to replace, so that symbolic links stay links.
    ///
    /// Follows relative, chained and dangling links of the last component. Links among the parent directories are left
    /// to the kernel, which alone reads `..` rightly behind them; but a link of another user, wherever it is on the way,
    /// is not followed if ``PathTrail/untrustedLink(for:)`` says so.
    ///
    /// - Returns: A path that is no symbolic link; there may be nothing at it.
    /// - Throws: `.untrustedLink`; `.tooManyLinks` after 40, the kernel's own bound; what readlink(2) reports.
    package func resolvingFinalLinks() throws(SystemError) -> FilePath {
        try PathTrail(to: self).checkLinks(of: self)
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
