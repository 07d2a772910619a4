extension MutableCollection where Element == UInt8 {
    /// Writes zeros over the bytes.
    ///
    /// This shortens the time that a secret stays in memory and promises no more: copies that were made before, by the
    /// runtime or by a callee, are out of reach, and a shared buffer is copied first.
    mutating func overwrite() {
        // In one call if the bytes are contiguous. For Foundation's `Data`, each byte was a function call, which made
        // this the most expensive part of opening a store.
        let isDone: Void? = unsafe withContiguousMutableStorageIfAvailable { bytes in
            unsafe bytes.update(repeating: 0)
        }
        guard isDone == nil else { return }
        var position = startIndex
        while position != endIndex {
            self[position] = 0
            formIndex(after: &position)
        }
    }
}
