import SystemSupport

/// A short wait for somebody else.
enum Pause {
    static func wait(milliseconds: UInt32) { usleep(milliseconds * 1000) }
}
