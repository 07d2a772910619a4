import SystemSupport
import TestSupport
import Testing

/// Stores and keys that docker-credential-file refuses to use, and that it leaves unchanged.
@Suite struct UnsafeStoreTests {
    struct Refusal: CustomTestStringConvertible, Sendable {
        let name: String
        /// A change to the store after which every verb fails and changes nothing.
        let damage: String
        /// The expected error line.
        let message: String
        let remedy: String
        var testDescription: String { name }
    }

    private static let directory = ".local/share/docker-credential-file"
    private static let refusals = [
        Refusal(
            name: "a store that others can read",
            damage: "chmod 644 \(directory)/credentials.age",
            message: "other users have access to it (mode 0644)",
            remedy: "chmod 600"
        ),
        Refusal(
            name: "a store that the group can read",
            damage: "chmod 640 \(directory)/credentials.age",
            message: "other users have access to it (mode 0640)",
            remedy: "chmod 600"
        ),
        Refusal(
            name: "a directory that others can read",
            damage: "chmod 755 \(directory)",
            message: "other users have access to it (mode 0755)",
            remedy: "chmod 700"
        ),
        Refusal(
            name: "an identity that others can read",
            damage: "chmod 604 .local/state/docker-credential-file/identity.txt",
            message: "identity.txt: other users have access to it (mode 0604)",
            remedy: "chmod 600"
        ),
        Refusal(
            name: "a store of another user",
            damage: "chown 12345 \(directory)/credentials.age",
            message: "it belongs to another user",
            remedy: "chown"
        ),
        Refusal(
            name: "a directory of another user",
            damage: "chown 12345 \(directory)",
            message: "it belongs to another user",
            remedy: "chown"
        ),
        Refusal(
            name: "an identity of another user",
            damage: "chown 12345 .local/state/docker-credential-file/identity.txt",
            message: "it belongs to another user",
            remedy: "chown"
        ),
        Refusal(
            name: "a missing identity",
            damage: "rm .local/state/docker-credential-file/identity.txt",
            message: "identity.txt is missing",
            remedy: "backup"
        ),
        Refusal(
            name: "another identity",
            damage: """
                age-keygen 2>/dev/null > .local/state/docker-credential-file/new
                mv .local/state/docker-credential-file/{new,identity.txt}
                chmod 600 .local/state/docker-credential-file/identity.txt
                """,
            message: "no key in",
            remedy: "DOCKER_CREDENTIAL_FILE_IDENTITY"
        ),
        Refusal(
            name: "a damaged identity",
            damage: "echo rubbish > .local/state/docker-credential-file/identity.txt",
            message: "is not an age identity file",
            remedy: "backup"
        ),
        Refusal(
            name: "an empty store",
            damage: ": > \(directory)/credentials.age",
            message: "is damaged",
            remedy: "The file was not changed"
        ),
        Refusal(
            name: "a plain-text store under the name of an encrypted one",
            damage: "echo '{}' > \(directory)/credentials.age",
            message: "is damaged",
            remedy: "The file was not changed"
        ),
        Refusal(
            name: "a directory in the place of the store",
            damage: "rm \(directory)/credentials.age; mkdir -m 700 \(directory)/credentials.age",
            message: "credentials.age",
            remedy: ""
        ),
        Refusal(
            name: "a pipe in the place of the store",
            damage: "rm \(directory)/credentials.age; mkfifo -m 600 \(directory)/credentials.age",
            message: "credentials.age",
            remedy: ""
        ),
        Refusal(
            name: "a link in a circle",
            damage: "cd \(directory); rm credentials.age; ln -s credentials.age credentials.age",
            message: "credentials.age",
            remedy: ""
        ),
    ]

    private static func refusals(by words: String) -> [Refusal] { refusals.filter { $0.damage.contains(words) } }

    @Test(arguments: refusals.filter { !$0.damage.contains("chown") && !$0.damage.contains("age-keygen") })
    func `an unsafe or broken store is refused in one line with a remedy, and not changed`(refusal: Refusal) throws {
        try check(refusal)
    }

    @Test(.requiresRoot, arguments: refusals(by: "chown"))
    func `a store or a key of another user is refused in the same way`(refusal: Refusal) throws { try check(refusal) }

    @Test(.requires("age-keygen"), arguments: refusals(by: "age-keygen"))
    func `a key of another store is refused in the same way`(refusal: Refusal) throws { try check(refusal) }

    private func check(_ refusal: Refusal) throws {
        let home = try Sandbox()
        try home.store("https://h", "u", "hunter2")
        try home.succeed(refusal.damage)
        let inventory = "find .local -printf '%M %u %s %T@ %l %p\\n' | grep -v -F .lock | sort"
        let before = try home.succeed(inventory)
        let calls = [
            ("get", "https://h"), ("erase", "https://h"), ("list", ""),
            ("store", #"{"ServerURL":"g","Username":"u","Secret":"hunter2"}"#),
        ]
        for (action, input) in calls {
            let outcome = try home.helper(action, input)
            let output = outcome.output.text
            #expect(outcome.termination == .exited(1), "\(action)")
            #expect(output.contains(refusal.message), "\(action): \(output)")
            #expect(output.split(separator: "\n").count == 1, "\(action): \(output)")
            #expect(outcome.errorOutput.text.contains(refusal.remedy), "\(action): \(outcome.errorOutput.text)")
            #expect(!(output + outcome.errorOutput.text).contains("hunter2"))
        }
        #expect(try home.succeed(inventory) == before)
    }
}
