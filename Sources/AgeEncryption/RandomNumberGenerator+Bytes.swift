extension RandomNumberGenerator {
    /// Returns the next `count` random bytes, with the low byte of each number first.
    mutating func bytes(count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            var drawn = next()
            for _ in 0..<Swift.min(8, count - bytes.count) {
                bytes.append(UInt8(truncatingIfNeeded: drawn))
                drawn >>= 8
            }
        }
        return bytes
    }
}
