import HelperProtocol
import SystemSupport
import Testing

@testable import docker_credential_pass

/// Parsing git's output, and git's time limits.
@Suite struct GitTests {
    private static let status = Array(
        """
         M docker-credential-helpers/aA==/u.gpg\u{0}D  docker-credential-helpers/Yg==/a b.gpg\u{0}\
        ?? docker-credential-helpers/README\u{0}A  docker-credential-helpers/aA==/org/v.gpg\u{0}A  own\u{0}
        """.utf8
    )

    @Test func `the status names the changed files`() {
        let status = GitStatus(parsing: Self.status)
        #expect(status.names(below: "docker-credential-helpers") == ["README", "Yg==", "aA=="])
        #expect(status.names(below: "") == ["docker-credential-helpers", "own"])
        #expect(GitStatus(parsing: []).names(below: "").isEmpty)
        #expect(GitStatus(parsing: Array("x\u{0} M\u{0}".utf8)).paths.isEmpty)
    }

    @Test func `git's time limit ends before that of waiting helpers`() throws {
        let whole = GitRepository.deadline(within: .after(.seconds(30)))
        #expect(try #require(whole.remaining) <= .seconds(15) && #require(whole.remaining) > .seconds(14))
        let expired = GitRepository.deadline(within: .after(.zero))
        #expect(expired.isExpired)
        #expect(GitRepository.deadline(within: .never) == .never)
    }

    @Test func `a failure shows git's message, or else its exit status`() {
        func words(_ termination: ChildProcess.Termination, _ error: String, _ output: String = "") -> String {
            let outcome = ChildProcess.Outcome(
                termination: termination,
                output: Array(output.utf8),
                errorOutput: Array(error.utf8)
            )
            return GitRepository.failure("git commit", outcome).message
        }
        #expect(words(.exited(128), "hint: x\nfatal: no\n") == "git commit: fatal: no")
        #expect(words(.exited(1), "", "nothing to commit\n") == "git commit: nothing to commit")
        #expect(words(.exited(3), "\n").contains("status 3 and no message"))
        #expect(words(.signalled(9), "").contains("signal 9"))
    }
}
