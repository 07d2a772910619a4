import SystemSupport
import TestSupport
import Testing

/// Secrets stay in pipes and memory.
@Suite struct SecrecyTests {
    @Test func `no message, trace or file holds a secret in plain text`() throws {
        let home = try Sandbox(["DOCKER_CREDENTIAL_DEBUG": "1"])
        let request = #"{"ServerURL":"h","Username":"u","Secret":"hunter2"}"#
        let inputs = [request, String(request.dropLast()), request.replacing("\"u\"", with: "7"), "hunter2\u{0}"]
        for input in inputs {
            for action in ["store", "erase", "list"] {
                let outcome = try home.helper(action, input)
                #expect(outcome.errorOutput.text.contains("debug: action \(action)"))
                #expect(!(outcome.output.text + outcome.errorOutput.text).contains("hunter2"))
            }
        }
        #expect(try home.helper("store", request).succeeded)
        #expect(try home.succeed("grep -r -a -l -e hunter2 -e dTpodW50ZXIy . || true").isEmpty)
    }

    @Test func `a waiting helper disables core dumps and has no secret in its arguments or environment`() throws {
        let home = try Sandbox()
        let report = try home.succeed(
            """
            mkfifo input; docker-credential-file store < input > output & process=$!
            exec 3> input; printf '{"ServerURL":"h","Username":"u",' >&3
            for attempt in $(seq 100); do
                grep -q '^Max core file size  *0  *0' /proc/$process/limits && break; sleep 0.05
            done
            grep '^Max core file size' /proc/$process/limits
            printf '"Secret":"hunter2"}' >&3
            cat /proc/$process/cmdline /proc/$process/environ | tr '\\0' '\\n'
            exec 3>&-; wait $process
            """
        )
        #expect(report.contains(#/Max core file size +0 +0/#))
        #expect(!report.contains("hunter2"))
        #expect(try home.helper("get", "h").output.text.contains("hunter2"))
    }
}
