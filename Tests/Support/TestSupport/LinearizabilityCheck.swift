/// An operation on one register that a test recorded: what it did, and when it began and ended.
package struct RecordedOperation: Sendable {
    package enum Effect: Sendable, Equatable {
        /// Sets the value; nil erases it.
        case write(String?)
        /// Returned the value; nil if there was none.
        case read(String?)
    }

    package let effect: Effect
    /// When it began and ended, in nanoseconds of one monotonic clock.
    package let start: Int64
    package let end: Int64

    package init(_ effect: Effect, from start: Int64, to end: Int64) {
        self.effect = effect
        self.start = start
        self.end = end
    }
}

/// Checks whether the concurrent operations on one register could have happened one after the other, each at a moment
/// between its beginning and its end.
///
/// The search is that of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993) with the memory of Lowe
/// ("Testing for Linearizability", 2017): a set of operations is tried once for each value that it leaves. Registers are
/// independent of each other, because a history is linearizable if it is so for each object (Herlihy and Wing, 1990).
package struct LinearizabilityCheck {
    private let operations: [RecordedOperation]
    private var tried: Set<Configuration> = []

    private struct Configuration: Hashable {
        var done: [UInt64]
        var value: String?
    }

    private init(_ operations: [RecordedOperation]) {
        self.operations = operations.sorted { $0.start < $1.start }
    }

    /// Returns whether the history of a register, which has no value at first, is linearizable.
    package static func accepts(_ operations: [RecordedOperation], initially value: String? = nil) -> Bool {
        var check = LinearizabilityCheck(operations)
        let empty = [UInt64](repeating: 0, count: (operations.count + 63) / 64)
        return check.completes(Configuration(done: empty, value: value))
    }

    private mutating func completes(_ start: Configuration) -> Bool {
        var pending = [start]
        while var configuration = pending.popLast() {
            applyReads(&configuration)
            guard tried.insert(configuration).inserted else { continue }
            let next = enabled(in: configuration)
            if next.isEmpty, isComplete(configuration) { return true }
            pending += successors(of: configuration, next)
        }
        return false
    }

    /// The configurations after one more write that may matter, the most likely one last.
    ///
    /// Each written value is unique. Two rules keep the number of configurations small:
    ///
    /// - A write that no remaining read has seen can come right before any other write, so all of these come first.
    /// - A value that a remaining read has seen must not be overwritten, because it never comes back. Of several
    ///   erasures, whose effects are equal, the one that ends first is next.
    private func successors(of configuration: Configuration, _ enabled: [Int]) -> [Configuration] {
        let seen = Set(
            operations.indices.compactMap { index -> String?? in
                guard !isDone(index, configuration), case .read(let value) = operations[index].effect else {
                    return nil
                }
                return .some(value)
            }
        )
        if let value = configuration.value, seen.contains(value) { return [] }
        var base = configuration
        var choices: [Int] = []
        var erasure: Int?
        for index in enabled {
            guard case .write(let value) = operations[index].effect else { continue }
            if value == nil {
                if erasure.map({ operations[index].end < operations[$0].end }) ?? true { erasure = index }
            } else if seen.contains(value) {
                choices.append(index)
            } else {
                base.done[index / 64] |= 1 << (index % 64)
                base.value = value
            }
        }
        var successors: [Configuration] = base == configuration ? [] : [base]
        for index in choices.reversed() + [erasure].compactMap(\.self) {
            guard case .write(let value) = operations[index].effect else { continue }
            var after = base
            after.done[index / 64] |= 1 << (index % 64)
            after.value = value
            successors.append(after)
        }
        return successors
    }

    /// Applies each possible read that returned the current value.
    ///
    /// A read changes nothing, so if the rest can be completed at all, it can be completed after the read.
    private func applyReads(_ configuration: inout Configuration) {
        var isChanged = true
        while isChanged {
            isChanged = false
            for index in enabled(in: configuration)
            where operations[index].effect == .read(configuration.value) {
                configuration.done[index / 64] |= 1 << (index % 64)
                isChanged = true
            }
        }
    }

    /// The operations that may be next: those that began before each other remaining one ended.
    private func enabled(in configuration: Configuration) -> [Int] {
        var earliestEnd = Int64.max
        var enabled: [Int] = []
        for (index, operation) in operations.enumerated() where !isDone(index, configuration) {
            // Sorted by their beginnings, so no later one is enabled.
            if operation.start > earliestEnd { break }
            earliestEnd = min(earliestEnd, operation.end)
            enabled.append(index)
        }
        return enabled.filter { operations[$0].start <= earliestEnd }
    }

    private func isDone(_ index: Int, _ configuration: Configuration) -> Bool {
        configuration.done[index / 64] & 1 << (index % 64) != 0
    }

    private func isComplete(_ configuration: Configuration) -> Bool {
        operations.indices.allSatisfy { isDone($0, configuration) }
    }
}
