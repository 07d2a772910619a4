import SystemSupport
import TestSupport
import Testing

/// `list`: how each entry is chosen, and what is wrong with those that cannot be listed.
@Suite(.serialized) struct CredsListTests {
    /// In base64: `ann:hunter2`.
    private static let entry = #"{"auth":"YW5uOmh1bnRlcjI="}"#

    @Test(.requires("python3"))
    func `each entry names the setting that selects it, and shadowed plain text comes last`() throws {
        let home = try Sandbox(
            docker: """
                {"auths":{"h.example":\(Self.entry),"file.example":\(Self.entry)},"credsStore":"file",
                "credHelpers":{"file.example":"","i.example":"file"}}
                """,
            podman: #"{"auths":{"quay.example/team":\#(Self.entry)}}"#
        )
        try home.store("h.example", "bob", "hunter3")
        try home.store("i.example", "cy", "hunter3")
        let variable = ["DOCKER_AUTH_CONFIG": #"{"auths":{"v.example":\#(Self.entry)}}"#]
        let config = "\(home.root)/.docker/config.json"
        let listed = try home.succeed("docker-creds list", variable)
        #expect(
            listed == """
                v.example\tann\tDOCKER_AUTH_CONFIG\tDOCKER_AUTH_CONFIG\tvariable
                file.example\tann\tDocker's configuration\t\(config)\tcredHelpers["file.example"]
                h.example\tbob\tDocker's configuration\tdocker-credential-file\tcredsStore
                i.example\tcy\tDocker's configuration\tdocker-credential-file\tcredHelpers["i.example"]
                quay.example/team\tann\tpodman's configuration\t\(home.root)/.config/containers/auth.json\tauths
                h.example\tann\tDocker's configuration\t\(config)\t(not used: credsStore)

                """
        )
        let json = try home.succeed(
            "docker-creds list --format json | python3 -c 'import json, sys; "
                + "print([(e[\"key\"], e[\"selectedBy\"], e[\"used\"]) for e in json.load(sys.stdin) if not e[\"used\"]])'"
        )
        #expect(json == "[('h.example', 'credsStore', False)]\n")
    }

    @Test(
        arguments: [
            ("the store is locked", "(locked)"), ("no keyring is running: serviceunknown", "(unavailable)"),
            ("anything", "(failed)"),
        ]
    )
    func `a row says briefly why its helper failed, and standard error what to do`(text: String, shown: String) throws {
        let home = try Sandbox(docker: #"{"credsStore":"broken"}"#)
        try home.succeed("printf '#!/bin/sh\\necho \(text); exit 1\\n' > bin/docker-credential-broken; chmod +x bin/*")
        let outcome = try home.shell("PATH=$HOME/bin:$PATH docker-creds list")
        #expect(outcome.termination == .exited(1))
        let row = "(all)\t\(shown)\tDocker's configuration\tdocker-credential-broken\tcredsStore\n"
        #expect(outcome.output.text == row)
        let lines = outcome.errorOutput.text.split(separator: "\n")
        #expect(lines.count == 2 && lines[1].contains("docker-credential-broken list"), "\(lines)")
    }
}
