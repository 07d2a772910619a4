extension RandomNumberGenerator {
    /// The next `count` random bytes, the low byte of each drawn number first.
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
