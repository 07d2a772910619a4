import TestSupport
import Testing

/// The checker of the tests with shared keys, on histories whose answer is known.
@Suite struct LinearizabilityTests {
    private typealias Operation = RecordedOperation

    @Test(
        arguments: [
            ([], true),
            ([.init(.read(nil), from: 0, to: 1)], true),
            ([.init(.read("a"), from: 0, to: 1)], false),
            ([.init(.write("a"), from: 0, to: 1), .init(.read("a"), from: 2, to: 3)], true),
            // A lost write, and a write that shows before it began.
            ([.init(.write("a"), from: 0, to: 1), .init(.read(nil), from: 2, to: 3)], false),
            ([.init(.read("a"), from: 0, to: 1), .init(.write("a"), from: 2, to: 3)], false),
            // During a write a read may return either value, but later ones not the older one again.
            (
                [
                    .init(.write("a"), from: 0, to: 9), .init(.read("a"), from: 1, to: 2),
                    .init(.read("a"), from: 3, to: 4),
                ], true
            ),
            (
                [
                    .init(.write("a"), from: 0, to: 9), .init(.read(nil), from: 1, to: 2),
                    .init(.read("a"), from: 3, to: 4),
                ], true
            ),
            (
                [
                    .init(.write("a"), from: 0, to: 9), .init(.read("a"), from: 1, to: 2),
                    .init(.read(nil), from: 3, to: 4),
                ], false
            ),
            // Two readers see two writes in different orders.
            (
                [
                    .init(.write("a"), from: 0, to: 9), .init(.write("b"), from: 0, to: 9),
                    .init(.read("a"), from: 1, to: 2), .init(.read("b"), from: 3, to: 4),
                    .init(.read("a"), from: 5, to: 6),
                ], false
            ),
            // An erased value comes back.
            (
                [
                    .init(.write("a"), from: 0, to: 1), .init(.write(nil), from: 2, to: 3),
                    .init(.read("a"), from: 4, to: 5),
                ], false
            ),
            (
                [
                    .init(.write("a"), from: 0, to: 1), .init(.write(nil), from: 2, to: 6),
                    .init(.write("b"), from: 3, to: 7), .init(.read("b"), from: 4, to: 5),
                    .init(.read(nil), from: 8, to: 9),
                ], true
            ),
        ] as [([RecordedOperation], Bool)]
    )
    func `known histories are accepted or rejected`(history: [RecordedOperation], isLinearizable: Bool) {
        #expect(LinearizabilityCheck.accepts(history) == isLinearizable)
    }

    @Test func `a register is accepted, and rejected with one wrong read`() {
        var random = SeededGenerator(seed: 11)
        var value: String?
        var history: [RecordedOperation] = []
        // Each takes effect at its number, and begins and ends up to 4 numbers away.
        for number: Int64 in 0..<400 {
            let (before, after) = (Int64.random(in: 0...8, using: &random), Int64.random(in: 0...8, using: &random))
            let effect: RecordedOperation.Effect
            switch Int.random(in: 0..<4, using: &random) {
            case 0: value = "\(number)"; effect = .write(value)
            case 1: value = nil; effect = .write(nil)
            default: effect = .read(value)
            }
            history.append(RecordedOperation(effect, from: number * 2 - before, to: number * 2 + after))
        }
        #expect(LinearizabilityCheck.accepts(history))
        history.append(RecordedOperation(.read("3 of nobody"), from: 100, to: 300))
        #expect(!LinearizabilityCheck.accepts(history))
    }
}
