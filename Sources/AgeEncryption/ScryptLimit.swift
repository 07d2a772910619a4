internal import SystemSupport

/// The limit for the time and memory of scrypt, which is checked before a passphrase is tried.
///
/// The file sets the work factor, so its writer could keep a reader busy for hours: each step doubles both time and
/// memory. `age` writes 18, which takes about a second and 256 MiB.
package struct ScryptLimit: Sendable, Equatable {
    /// The highest work factor, by default that of `age`: about 15 seconds and 4 GiB.
    package let maximumWorkFactor: Int
    /// The limit for the time; nil for no limit.
    package let time: Duration?
    /// The limit for the memory in bytes; nil for no limit.
    package let memory: Int?

    /// Creates a limit.
    package init(maximumWorkFactor: Int = 22, time: Duration? = nil, memory: Int? = nil) {
        self.maximumWorkFactor = maximumWorkFactor
        self.time = time
        self.memory = memory
    }

    /// Returns the bytes that scrypt needs for a work factor with the block size of age: 128 · 8 · 2 to the power of
    /// it.
    static func memory(for workFactor: Int) -> Int { 1 << (workFactor + 10) }

    /// Throws if a work factor exceeds the limit.
    ///
    /// - Parameters:
    ///   - workFactor: The work factor in the file.
    ///   - measure: Does the work of a lower factor and returns how long that took.
    /// - Throws: ``AgeError/Code/workFactorTooHigh`` or ``AgeError/Code/notEnoughMemory``.
    func check(_ workFactor: Int, measure: (Int) -> Duration) throws(AgeError) {
        guard workFactor <= min(maximumWorkFactor, ScryptStanza.workFactors.upperBound) else {
            throw AgeError(
                .workFactorTooHigh,
                "the file requires scrypt work factor \(workFactor); at most \(maximumWorkFactor) is allowed"
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
        // Work that does not fit the processor's caches is slower, so a higher factor is measured with a higher one.
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
