package import SystemPackage

extension FilePath {
    /// Returns the path that a writer has to replace, so that symbolic links are kept.
    ///
    /// Follows relative, chained and dangling links of the last component. The kernel resolves links among the parent
    /// directories, since only it handles `..` after them correctly. An unsafe link of another user anywhere on the
    /// path is not followed. See ``PathTrail/untrustedLink(for:)``.
    ///
    /// - Returns: A path that is not a symbolic link and need not exist.
    /// - Throws: `.untrustedLink`, `.tooManyLinks` after 40 links (the kernel's limit), or any error of readlink(2).
    package func resolvingFinalLinks() throws(SystemError) -> FilePath {
        let trail = PathTrail(to: self)
        try trail.checkLinks(of: self)
        // What most paths lead to: a file, without a link on the way.
        if trail.file != nil, trail.links.isEmpty { return self }
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
