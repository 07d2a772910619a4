import SystemSupport
import TestSupport
import Testing

/// The bus's limit on pending replies of a connection.
@Suite(.requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3")) struct SecretServiceBusLimitTests {
    @Test(arguments: [nil, 16, 1])
    func `hundreds of items are listed under every limit`(replyLimit: Int?) throws {
        let count = replyLimit == 1 ? 100 : 300
        let session = try KeyringSession(in: Sandbox(), replyLimit: replyLimit)
        try session.keyring("fill", "\(count)")
        let outcome = try session.run("list")
        #expect(outcome.succeeded, "\(outcome.output.text)")
        let expected = (0..<count).map { #""registry\#($0).example":"user\#($0)""# }.sorted()
        #expect(outcome.output.text == "{\(expected.joined(separator: ","))}\n")
        #expect(outcome.errorOutput.isEmpty, "\(outcome.errorOutput.text)")
    }
}
