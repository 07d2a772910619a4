import Testing

@testable import Codecs

@Suite struct SearchingTests {
    @Test(
        arguments: [
            ("", "", 0, 0), ("", "a", nil, nil), ("a", "", 0, 1), ("abcabc", "bc", 1, 4), ("abcabc", "abcabc", 0, 0),
            ("abcabc", "abcabcd", nil, nil), ("aaa", "aa", 0, 1), ("ab -> c", " -> ", 2, 2), ("größe", "ß", 4, 4),
            // Searched for are bytes: the letter alone is in the letter with an accent of its own.
            ("e\u{301}", "e", 0, 0), ("\u{E9}", "e\u{301}", nil, nil),
        ] as [(String, String, Int?, Int?)]
    )
    func `a text is found where its bytes are`(text: String, sought: String, first: Int?, last: Int?) {
        func offset(_ range: Range<String.Index>?) -> Int? {
            range.map { range in
                #expect(text.utf8[range].elementsEqual(sought.utf8))
                return text.utf8.distance(from: text.startIndex, to: range.lowerBound)
            }
        }
        #expect(offset(text.firstRange(ofBytes: sought)) == first)
        #expect(offset(text.lastRange(ofBytes: sought)) == last)
        #expect(text.contains(bytesOf: sought) == (first != nil))
    }
}
