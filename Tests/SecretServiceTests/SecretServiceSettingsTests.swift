import HelperProtocol
import SystemPackage
import SystemSupport
import Testing

@testable import docker_credential_secretservice

@Suite struct SecretServiceSettingsTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let variables: [String: String]
        let sockets: [FilePath]
        let address: String?

        init(
            _ description: String,
            _ variables: [String: String],
            sockets: [FilePath] = [],
            _ address: String?
        ) {
            (testDescription, self.variables, self.sockets, self.address) = (description, variables, sockets, address)
        }
    }

    @Test(arguments: [
        Case("nothing is set", [:], nil),
        Case("the address is set", ["DBUS_SESSION_BUS_ADDRESS": "unix:path=/a"], "unix:path=/a"),
        Case(
            "the address goes before the socket",
            ["DBUS_SESSION_BUS_ADDRESS": "unix:path=/a", "XDG_RUNTIME_DIR": "/run/user/1"],
            sockets: ["/run/user/1/bus"],
            "unix:path=/a"
        ),
        Case(
            "the socket is there",
            ["XDG_RUNTIME_DIR": "/run/user/1"],
            sockets: ["/run/user/1/bus"],
            "unix:path=/run/user/1/bus"
        ),
        Case("the socket is not there", ["XDG_RUNTIME_DIR": "/run/user/1"], nil),
        Case("the directory is relative", ["XDG_RUNTIME_DIR": "run"], sockets: ["run/bus"], nil),
        Case(
            "an empty variable is none",
            ["DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": "/r"],
            sockets: ["/r/bus"],
            "unix:path=/r/bus"
        ),
        Case("a bus is never started", ["DBUS_SESSION_BUS_ADDRESS": "autolaunch:"], nil),
        Case(
            "and no word of one hides the socket",
            ["DBUS_SESSION_BUS_ADDRESS": "autolaunch:", "XDG_RUNTIME_DIR": "/r"],
            sockets: ["/r/bus"],
            "unix:path=/r/bus"
        ),
        Case(
            "nor as the second choice",
            ["DBUS_SESSION_BUS_ADDRESS": "unix:path=/a;autolaunch:scope=x"],
            "unix:path=/a"
        ),
        Case(
            "odd bytes are escaped",
            ["XDG_RUNTIME_DIR": "/run/a b,c;é"],
            sockets: ["/run/a b,c;é/bus"],
            "unix:path=/run/a%20b%2cc%3b%c3%a9/bus"
        ),
    ])
    func `the session bus is found`(_ example: Case) throws {
        let settings = try SecretServiceSettings(environment: ProcessEnvironment(example.variables)) {
            example.sockets.contains($0)
        }
        #expect(settings.busAddress == example.address)
    }

    @Test(arguments: [
        ([:], "DBUS_SESSION_BUS_ADDRESS is not set, and XDG_RUNTIME_DIR is not set"),
        (["XDG_RUNTIME_DIR": "/r"], "DBUS_SESSION_BUS_ADDRESS is not set, and there is no socket /r/bus"),
        (["XDG_RUNTIME_DIR": "r"], "DBUS_SESSION_BUS_ADDRESS is not set, and XDG_RUNTIME_DIR is not an absolute path"),
        (
            ["DBUS_SESSION_BUS_ADDRESS": "autolaunch:", "XDG_RUNTIME_DIR": "/r"],
            "DBUS_SESSION_BUS_ADDRESS is autolaunch:, which would start a bus, and there is no socket /r/bus"
        ),
    ])
    func `the locations without a bus are reported`(_ variables: [String: String], _ reason: String) throws {
        let settings = try SecretServiceSettings(environment: ProcessEnvironment(variables)) { _ in false }
        #expect(settings.busAddress == nil && settings.whyNoBus == reason)
    }

    @Test func `unset variables have defaults`() throws {
        let settings = try SecretServiceSettings(environment: ProcessEnvironment([:])) { _ in false }
        #expect(settings.collection == nil)
        #expect(!settings.hasDisplay && !settings.common.isStrict)
        #expect(settings.common.timeout == .seconds(30))
    }

    @Test(arguments: ["DISPLAY", "WAYLAND_DISPLAY"])
    func `a prompt works with either kind of display`(_ name: String) throws {
        let settings = try SecretServiceSettings(environment: ProcessEnvironment([name: ":0"])) { _ in false }
        #expect(settings.hasDisplay)
    }

    @Test func `the error for an invalid limit names the variable`() {
        let error = #expect(throws: HelperError.self) {
            try SecretServiceSettings(environment: ProcessEnvironment(["DOCKER_CREDENTIAL_TIMEOUT": "soon"])) { _ in
                false
            }
        }
        #expect(error?.message.contains("DOCKER_CREDENTIAL_TIMEOUT") == true)
    }
}
