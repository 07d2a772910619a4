internal import SystemPackage

/// System calls on descriptors.
///
/// They throw typed errors and retry after EINTR.
extension FileDescriptor {
    func status() throws(Errno) -> FileStatus {
        var status = CInterop.Stat()
        try calling { unsafe fstat(rawValue, &status) }
        return FileStatus(Stat(rawValue: status))
    }

    /// Reads once into a buffer, and returns the number of bytes, which is 0 at the end.
    func readOnce(into buffer: inout [UInt8]) throws(Errno) -> Int {
        let count = try calling {
            unsafe buffer.withUnsafeMutableBytes { unsafe Int32(systemRead(rawValue, $0.baseAddress, $0.count)) }
        }
        return Int(count)
    }

    /// Writes once, and returns the number of bytes written.
    func writeOnce(_ bytes: ArraySlice<UInt8>) throws(Errno) -> Int {
        let count = try calling {
            // Limited to 1 GiB, so that the count fits the result.
            unsafe bytes.prefix(1 << 30).withUnsafeBytes {
                unsafe Int32(systemWrite(rawValue, $0.baseAddress, $0.count))
            }
        }
        return Int(count)
    }

    /// Writes all bytes, and waits if the descriptor is nonblocking.
    func writeFully(_ bytes: [UInt8]) throws(Errno) {
        var rest = bytes[...]
        while !rest.isEmpty {
            do {
                rest.removeFirst(try writeOnce(rest))
            } catch .wouldBlock {
                try PollSet([.init(self, for: .writing)]).wait(until: .never)
            }
        }
    }

    /// Reads to the end, or returns nil if there are more than `limit` bytes.
    func readFully(limit: Int, expecting size: Int = 0) throws(Errno) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(max(size + 1, 4096), 1 << 16))
        while true {
            do {
                let count = try readOnce(into: &buffer)
                if count == 0 { return bytes }
                guard bytes.count + count <= limit else { return nil }
                bytes += buffer[..<count]
            } catch .wouldBlock {
                try PollSet([.init(self, for: .reading)]).wait(until: .never)
            }
        }
    }

    /// Flushes the content to disk.
    func synchronize() throws(Errno) {
        try calling { fsync(rawValue) }
    }

    /// Truncates the file to `count` bytes.
    func cut(to count: Int) throws(Errno) {
        try calling { ftruncate(rawValue, off_t(count)) }
    }

    func changePermissions(_ permissions: FilePermissions) throws(Errno) {
        try calling { fchmod(rawValue, permissions.rawValue) }
    }

    func changeOwner(_ owner: UInt32, group: UInt32) throws(Errno) {
        try calling { fchown(rawValue, owner, group) }
    }

    /// Gives a new file the owner and group of `model`, if this process is root.
    func adoptOwner(of model: FileStatus) {
        guard let status = try? status(), (status.owner, status.group) != (model.owner, model.group) else { return }
        // Other users keep their own files, which is correct.
        guard CurrentProcess.effectiveUser == 0, status.owner == 0 else { return }
        _ = try? changeOwner(model.owner, group: model.group)
    }

    /// Takes the lock if it is free, and returns whether it did.
    func tryLock(exclusive: Bool) throws(Errno) -> Bool {
        do {
            try calling { flock(rawValue, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) }
            return true
        } catch .wouldBlock {
            return false
        }
    }

    func unlock() {
        _ = flock(rawValue, LOCK_UN)
    }

    func setNonBlocking() throws(Errno) {
        let flags = try calling { fcntl(rawValue, F_GETFL) }
        try calling { fcntl(rawValue, F_SETFL, flags | O_NONBLOCK) }
    }

    func rewind() throws(Errno) {
        try calling { systemSeek(rawValue, 0) }
    }
}

// Methods of the same name would hide these functions in the extension above.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    unsafe read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    unsafe write(descriptor, bytes, count)
}

private func systemSeek(_ descriptor: Int32, _ offset: off_t) -> Int32 {
    lseek(descriptor, offset, SEEK_SET) == offset ? 0 : -1
}
