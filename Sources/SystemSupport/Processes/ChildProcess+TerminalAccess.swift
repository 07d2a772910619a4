extension ChildProcess {
    /// What a child may do with the controlling terminal, and so which process group and session it is in.
    package enum TerminalAccess: Sendable {
        /// It leads a process group of its own, in the background: what it starts can be ended with it, Control-C does not
        /// reach it, and it is stopped when it reads from the terminal.
        case background

        /// It leads a process group of its own that has the terminal while it runs, as a shell gives it to a job: it may
        /// prompt, Control-C and Control-Z reach it and then this process, and what it starts can be ended with it.
        ///
        /// Where this process itself is in the background, the child is in its process group and stops with it. Without a
        /// controlling terminal it is as ``background``.
        case foreground

        /// It is in this process's group and may use the terminal as this process does. Its own children outlive it when
        /// it is ended.
        case shared

        /// It leads a session of its own and has no controlling terminal, so that nothing it starts can prompt there.
        case none
    }
}
