#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A short wait for somebody else.
enum Pause {
    static func wait(milliseconds: UInt32) { usleep(milliseconds * 1000) }
}
