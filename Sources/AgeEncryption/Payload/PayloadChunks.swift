/// Splits a stream into chunks of one size.
///
/// It holds back the latest chunk, because only the end of the stream shows which chunk is the last.
struct PayloadChunks {
    private let size: Int
    private var held: [UInt8] = []

    init(size: Int) {
        self.size = size
    }

    /// Adds `bytes`, and passes on each chunk that is not the last one.
    mutating func append(
        _ bytes: ArraySlice<UInt8>,
        _ body: (ArraySlice<UInt8>) throws(AgeError) -> Void
    ) throws(AgeError) {
        var rest = bytes
        while !rest.isEmpty {
            if held.count == size {
                try body(held[...])
                clear()
            }
            // Chunks that are complete in the input are passed on without copying.
            while held.isEmpty, rest.count > size {
                try body(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            let taken = rest.prefix(size - held.count)
            held.append(contentsOf: taken)
            rest = rest.dropFirst(taken.count)
        }
    }

    /// The chunk that was held back, which is the last one; empty only if there was no input.
    var last: ArraySlice<UInt8> { held[...] }

    /// Overwrites and discards the chunk that was held back, which may be plaintext.
    mutating func clear() {
        held.overwrite()
        held.removeAll(keepingCapacity: true)
    }
}
