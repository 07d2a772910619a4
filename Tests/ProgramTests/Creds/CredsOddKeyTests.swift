import SystemSupport
import TestSupport
import Testing

/// Keys that no client writes today, and hosts that no network has, as they are found in files.
@Suite struct CredsOddKeyTests {
    @Test(arguments: ["ftp://odd.example/", "*.example", "münchen.example", "https://münchen.example:5000/v1/"])
    func `a key that is given exactly is found and removed, whatever it is`(key: String) throws {
        let home = try Sandbox()
        let entry = #""\#(key)":{"auth":"YW5uOnB3"}"#
        try home.succeed(
            #"mkdir -m 700 .docker; umask 077; printf '%s' '{"auths":{\#(entry),"other.example":{}}}' > .docker/config.json"#
        )
        #expect(try home.succeed("docker-creds get '\(key)'") == "\(key): user ann, a password\n")
        #expect(try home.succeed("docker-creds logout '\(key)'").hasPrefix("Removed the credentials for "))
        #expect(try home.succeed("cat .docker/config.json") == #"{"auths":{"other.example":{}}}"#)
    }

    // docker and podman look up the name of such a host as it is, and report that there is none.
    @Test(arguments: ["münchen.example", "https://münchen.example:5000"])
    func `a login to a host beyond ASCII names the form that a network needs`(server: String) throws {
        let home = try Sandbox()
        try home.succeed(#"mkdir -m 700 .docker; umask 077; echo '{"credsStore":"file"}' > .docker/config.json"#)
        let outcome = try home.shell("printf pw | docker-creds login -u ann --password-stdin '\(server)'")
        #expect(outcome.termination == .exited(1))
        #expect(outcome.errorOutput.text.contains("the host name has characters beyond ASCII"))
        #expect(outcome.errorOutput.text.contains("begins with xn--"))
        #expect(try home.helper("list").output.text == "{}\n")
    }
}
