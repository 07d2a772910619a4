import SystemSupport

/// A short wait for another program.
enum Pause {
    static func wait(milliseconds: UInt32) { usleep(milliseconds * 1000) }
}
