package import SystemSupport

/// Moves saved credentials from one place to another without losing one.
///
/// Each credential is read, saved in the target, read back and compared. Then the settings are changed so that clients
/// look in the target, and only after that the source is removed. If the process is killed at any moment, clients still
/// find every credential, and a second run finishes the migration. A credential that cannot be moved stays where it is
/// and is reported; the others are moved.
///
/// ```swift
/// let migration = try CredentialMigration(.plainText(toHelper: "file"))
/// let plan = try await migration.plan()
/// // Show the plan and ask. Or call `run()`, without a plan.
/// let report = try await migration.run(plan)
/// ```
public struct CredentialMigration: Sendable {
    /// Where credentials are moved from and to.
    public enum Route: Sendable, Equatable {
        /// From Docker's config file, where they are in plain text, to a helper.
        ///
        /// Nil means the helpers that the file already names; the credentials are then older than those settings.
        case plainText(toHelper: String?)
        /// From a helper that Docker's config file names to another one.
        case helper(from: String, to: String)
        /// From Docker's config file to podman's.
        ///
        /// A credential in a helper stays there, and podman's file names the helper too.
        case dockerToPodman
        /// From podman's files to Docker's config file or the helper that it selects.
        case podmanToDocker
    }

    private let kind: any MigrationKind
    private let keepsSource: Bool
    private let recording: MigrationRecording

    /// Creates a migration.
    ///
    /// - Parameters:
    ///   - route: Where credentials are moved from and to.
    ///   - environment: The environment variables, which locate the files; nil for those of this process.
    ///   - options: Which credentials are moved, and what happens to the source.
    /// - Throws: ``CredentialStoreError`` if a file cannot be located, or a helper must not be the source or the
    ///   target.
    public init(
        _ route: Route,
        environment: [String: String]? = nil,
        options: Options = Options()
    ) throws(CredentialStoreError) {
        try self.init(route, in: environment.map { ProcessEnvironment($0) } ?? .current, options: options)
    }

    /// Creates a migration for environment variables that need not be UTF-8.
    package init(
        _ route: Route,
        in environment: ProcessEnvironment,
        options: Options = Options()
    ) throws(CredentialStoreError) {
        let options = options.strict(in: environment)
        let docker = try DynamicStore(in: environment, options: options.stores)
        keepsSource = options.keepsSource
        recording = try MigrationRecording(options, in: environment)
        switch route {
        case .plainText(let helper):
            if let helper { try HelperTraits.checkPersistent(helper) }
            kind = PlainTextMigration(docker: docker, helper: helper, options: options)
        case .helper(let source, let target):
            for helper in [source, target] { try HelperTraits.checkPersistent(helper) }
            kind = try HelperMigration(docker: docker, from: source, to: target, options: options)
        case .dockerToPodman:
            kind = ToPodmanMigration(docker: docker, podman: try PodmanFiles(environment, options), options: options)
        case .podmanToDocker:
            kind = ToDockerMigration(docker: docker, podman: try PodmanFiles(environment, options), options: options)
        }
    }

    /// Creates the migration that undoes another one: credentials are moved back, and the settings are as before.
    ///
    /// A credential stays if it is no longer in the target, or if the source has another one by now. The record of the
    /// other migration is removed when all of it is undone.
    ///
    /// - Parameters:
    ///   - id: ``MigrationReport/undoID`` of the other migration.
    ///   - environment: The environment variables, which locate the files; nil for those of this process.
    ///   - options: How the stores are used.
    /// - Throws: ``CredentialStoreError`` if there is no such record, or if it belongs to other files.
    public init(
        undoing id: String,
        environment: [String: String]? = nil,
        options: Options = Options()
    ) throws(CredentialStoreError) {
        try self.init(undoing: id, in: environment.map { ProcessEnvironment($0) } ?? .current, options: options)
    }

    /// Creates the migration that undoes another one, for environment variables that need not be UTF-8.
    package init(
        undoing id: String,
        in environment: ProcessEnvironment,
        options: Options = Options()
    ) throws(CredentialStoreError) {
        let options = options.strict(in: environment)
        let records = try MigrationRecords(in: environment)
        let docker = try DynamicStore(in: environment, options: options.stores)
        kind = try UndoMigration(record: try records.record(id), docker: docker, options: options)
        keepsSource = false
        recording = MigrationRecording(undoing: id, records)
    }

    /// Finds the credentials to move, and the settings that would change.
    ///
    /// Nothing is changed, and no secret is part of the plan.
    ///
    /// - Returns: The plan.
    /// - Throws: ``CredentialStoreError`` if the source cannot be read or listed; `CancellationError`.
    public func plan() async throws -> MigrationPlan {
        let versions = try await versions()
        let entries = try await kind.entries()
        return MigrationPlan(
            entries: entries,
            settings: try await kind.settings(for: entries),
            removesSource: !keepsSource,
            versions: versions
        )
    }

    /// Throws if a target helper of a plan cannot be used, before anything is read from the source.
    ///
    /// A helper that podman's file will name also has to work in the user namespace in which podman runs it, unless this
    /// process runs as root or podman is not in `PATH`. Nothing is stored, no secret is read, and no helper prompts.
    ///
    /// - Parameter plan: A plan of this migration.
    /// - Throws: ``CredentialStoreError`` of the first helper that is missing, locked or not available;
    ///   `CancellationError`.
    public func checkTargets(of plan: MigrationPlan) async throws {
        let movable = plan.entries.filter { $0.obstacle == nil }
        for target in Self.targets(of: movable) { try await target.checkIsUsable() }
        try await kind.checkClients(of: movable)
    }

    /// Moves the credentials of a plan.
    ///
    /// - Parameter plan: A plan of this migration.
    /// - Returns: The credentials that were moved, and those that were not with the reason.
    /// - Throws: ``CredentialStoreError``: `conflict` if a config file has changed since the plan was made; the error
    ///   of a target that is not available or locked; the error of a config file that cannot be changed. Every
    ///   credential is then still in its source. `CancellationError`.
    public func run(_ plan: MigrationPlan) async throws -> MigrationReport {
        if let report = try await carryOut(plan) { return report }
        throw CredentialStoreError(
            .conflict,
            "a config file has changed since the migration was planned",
            advice: ["Plan the migration again"]
        )
    }

    /// Plans the migration and moves the credentials.
    ///
    /// If another program changes a config file in between, the migration is planned again, up to 100 times.
    ///
    /// - Returns: The credentials that were moved, and those that were not with the reason.
    /// - Throws: The errors of ``plan()`` and ``run(_:)``; `conflict` if a config file has changed each time.
    public func run() async throws -> MigrationReport {
        for _ in 1..<Self.planLimit {
            if let report = try await carryOut(try await plan()) { return report }
        }
        return try await run(try await plan())
    }

    /// The number of plans: each but the last was outdated by another program, which made progress then.
    private static let planLimit = 100

    /// Moves the credentials of a plan; nil if a config file has changed since, and nothing was done.
    private func carryOut(_ plan: MigrationPlan) async throws -> MigrationReport? {
        guard try await versions() == plan.versions else { return nil }
        var report = MigrationReport()
        let movable = plan.entries.filter { $0.obstacle == nil }
        report.remaining = plan.entries.compactMap { entry in entry.obstacle.map { .init(item: entry.item, error: $0) }
        }
        guard !movable.isEmpty || !plan.settings.isEmpty else {
            // An undoing that was killed may have left nothing but its record.
            recording.finish(isComplete: report.remaining.isEmpty)
            return report
        }
        try await checkTargets(of: plan)
        report.backups = try recording.backUp(kind.files, plan.versions)
        let copied = try await copy(movable, &report)
        await recording.save(copied, plan, of: kind, &report)
        let configured = try await kind.configure(copied, keepsSource: keepsSource)
        report.remaining += configured.refused
        let refused = Set(configured.refused.map(\.item.id))
        for entry in copied where !refused.contains(entry.item.id) {
            if !keepsSource, let failure = try await removeSource(of: entry) {
                report.remaining.append(.init(item: entry.item, error: failure))
            } else {
                report.moved.append(entry.item)
            }
        }
        report.settings = configured.settings
        recording.finish(isComplete: report.remaining.isEmpty)
        return report
    }

    /// Returns the moves from one helper to another that were interrupted and not finished since.
    ///
    /// - Throws: ``CredentialStoreError`` if the records cannot be located.
    package static func interruptedMoves(
        in environment: ProcessEnvironment
    ) throws(CredentialStoreError) -> [HelperMove] {
        var moves: [HelperMove] = []
        for move in try MigrationRecords(in: environment).interrupted.compactMap(\.move) where !moves.contains(move) {
            moves.append(move)
        }
        return moves
    }

    /// Returns the target helpers, each once.
    private static func targets(of entries: [MigrationEntry]) -> [NativeStore] {
        var targets: [String: NativeStore] = [:]
        for helper in entries.compactMap(\.targetHelper) { targets[helper.name] = helper }
        return targets.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Copies each credential to its target and compares the copy.
    private func copy(_ entries: [MigrationEntry], _ report: inout MigrationReport) async throws -> [CopiedEntry] {
        var copied: [CopiedEntry] = []
        var end: CredentialStoreError?
        for entry in entries {
            do {
                if let end { throw end }
                copied.append(try await entry.copy())
            } catch let error as CredentialStoreError {
                report.remaining.append(.init(item: entry.item, error: error))
                // The next save would fail in the same way, perhaps after another prompt.
                if [.unavailable, .locked, .timedOut, .denied].contains(error.code) { end = error }
            }
        }
        return copied
    }

    /// Removes the source of a copied credential; returns the failure if there is one.
    private func removeSource(of entry: CopiedEntry) async throws -> CredentialStoreError? {
        do {
            try await entry.removeSource()
            return nil
        } catch let error as CredentialStoreError {
            return error
        }
    }

    /// The versions of the config files.
    private func versions() async throws -> [FileVersion] {
        var versions: [FileVersion] = []
        for file in kind.files { versions.append(FileVersion(bytes: try await file.snapshot().document.bytes)) }
        return versions
    }
}

/// The content of a config file, for comparison; it is never shown, because it may hold secrets.
struct FileVersion: Sendable, Equatable, CustomReflectable {
    let bytes: [UInt8]

    var customMirror: Mirror { Mirror(self, children: [:]) }
}
