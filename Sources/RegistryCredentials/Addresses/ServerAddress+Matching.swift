extension ServerAddress {
    /// Whether both mean the same host and port, whatever lies below.
    package func isSameHost(as other: ServerAddress) -> Bool {
        port == other.port && host.utf8.elementsEqual(other.host.utf8)
    }

    /// Whether what is kept for this address answers for `other` too: the same host and port, and a path that is the
    /// same or a whole beginning of it.
    func covers(_ other: ServerAddress) -> Bool {
        guard isSameHost(as: other) else { return false }
        let mine = Array(path.utf8)
        let others = Array(other.path.utf8)
        return mine.isEmpty || others == mine || others.starts(with: mine + [UInt8(ascii: "/")])
    }
}
