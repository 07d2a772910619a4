/// What the fuzz targets have in common.
package enum Fuzzing {
    /// Calls `check` with the input that libFuzzer hands over.
    ///
    /// - Parameters:
    ///   - bytes: Where the input begins.
    ///   - count: How long it is.
    ///   - check: Ends the process if something is wrong with how the input is dealt with.
    /// - Returns: What libFuzzer wants to hear.
    package static func run(_ bytes: UnsafePointer<UInt8>?, _ count: Int, _ check: ([UInt8]) -> Void) -> CInt {
        check(unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
    }

    /// Ends the process if something does not hold; in release builds too, and with the text.
    package static func require(_ condition: Bool, _ text: String) {
        if !condition { fatalError(text) }
    }
}
