/// C strings with a null pointer behind the last, for as long as this lives.
@unsafe final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [[UInt8]]) {
        unsafe pointers = texts.map { text in unsafe (text + [0]).withUnsafeBytes { unsafe copy($0) } } + [nil]
    }

    deinit {
        unsafe pointers.forEach { unsafe free($0) }
    }
}

private func copy(_ text: UnsafeRawBufferPointer) -> UnsafeMutablePointer<CChar>? {
    unsafe text.baseAddress.flatMap { unsafe strdup($0.assumingMemoryBound(to: CChar.self)) }
}
