internal import SystemSupport

/// The most that scrypt may take before a passphrase is tried.
///
/// The file says how much work that is, so its writer could make a reader work for hours: each step of the work factor
/// doubles both time and memory. 18 is what `age` writes: about a second and 256 MiB.
package struct ScryptLimit: Sendable, Equatable {
    /// The highest work factor, which is where `age` stops too: some 15 seconds and 4 GiB.
    package let maximumWorkFactor: Int
    /// The limit for the time; nil for no limit.
    package let time: Duration?
    /// How many bytes of memory it may take; nil for as many as there are.
    package let memory: Int?

    /// A limit.
    package init(maximumWorkFactor: Int = 22, time: Duration? = nil, memory: Int? = nil) {
        self.maximumWorkFactor = maximumWorkFactor
        self.time = time
        self.memory = memory
    }

    /// The bytes that scrypt takes for a work factor and the block size of age: 128 · 8 · 2 to the power of it.
    static func memory(for workFactor: Int) -> Int { 1 << (workFactor + 10) }

    /// Refuses a work factor beyond the limit.
    ///
    /// - Parameters:
    ///   - workFactor: What the file asks for.
    ///   - measure: Does the work of a lower factor and returns how long that took.
    /// - Throws: ``AgeError/Code/workFactorTooHigh`` or ``AgeError/Code/notEnoughMemory``.
    func check(_ workFactor: Int, measure: (Int) -> Duration) throws(AgeError) {
        guard workFactor <= min(maximumWorkFactor, ScryptStanza.workFactors.upperBound) else {
            throw AgeError(
                .workFactorTooHigh,
                "the file asks for scrypt work factor \(workFactor); at most \(maximumWorkFactor) is allowed"
            )
        }
        let needed = Self.memory(for: workFactor)
        if let memory, needed > memory {
            throw AgeError(
                .notEnoughMemory,
                "scrypt work factor \(workFactor) takes \(needed >> 20) MiB of memory, and \(memory >> 20) MiB are free"
            )
        }
        guard let time, workFactor > Self.negligible else { return }
        // What does not fit into the processor's caches is slower, so more work is measured where more is at stake.
        let sample = workFactor > 18 ? 15 : 12
        let expected = measure(min(sample, workFactor)) * (1 << (workFactor - min(sample, workFactor)))
        guard expected <= time else {
            throw AgeError(
                .workFactorTooHigh,
                "scrypt work factor \(workFactor) takes about \(Self.seconds(expected)) on this machine, and the limit "
                    + "is \(Self.seconds(time))"
            )
        }
    }

    /// A twentieth of a second.
    private static let negligible = 14

    private static func seconds(_ duration: Duration) -> String {
        let tenths = duration.components.seconds * 10 + duration.components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10)\(tenths % 10 == 0 ? "" : ".\(tenths % 10)") s"
    }
}
