import SystemSupport
import TestSupport
import Testing

/// Problems 16, 20, 22, 24, 27 and 30 of docs/pains.md, with real programs.
///
/// The table there names the tests of the others.
@Suite(.serialized) struct AddressAndTokenPainTests {
    @Test func `16: a login under any form of an address is found under every other`() throws {
        let forms: [[String]] = [
            [
                "docker.io", "index.docker.io", "registry-1.docker.io", "https://index.docker.io/v1/",
                "docker.io/library/debian:12",
            ],
            [
                "registry.example", "https://registry.example", "https://registry.example/v2/", "registry.example:443",
                "REGISTRY.example/team/app",
            ],
        ]
        for names in forms {
            for saved in names {
                let home = try Sandbox(docker: #"{"credsStore":"file"}"#)
                try home.succeed("printf hunter2 | docker-creds login --no-verify -u ann --password-stdin '\(saved)'")
                for name in names {
                    #expect(try home.shell("docker-creds get '\(name)'").succeeded, "\(saved) as \(name)")
                }
            }
        }
    }

    @Test func `16: a line feed after a key is removed, and one within it is refused`() throws {
        let home = try Sandbox(docker: "{}")
        try home.store("registry.example\\n", "ann", "hunter2")
        #expect(try home.helper("list").output.text == #"{"registry.example":"ann"}"# + "\n")
        let refused = try home.helper("store", #"{"ServerURL":"a\nb","Username":"ann","Secret":"hunter2"}"#)
        #expect(!refused.succeeded && refused.output.text.contains("control character"))
    }

    @Test(.requires("podman"))
    func `20: each namespace has its own account, and docker's login for the host stays as it is`() throws {
        func entry(_ user: String) throws -> String {
            try Sandbox().succeed("printf '\(user):hunter2' | base64").trimmed
        }
        let home = try Sandbox(
            docker: #"{"auths":{"quay.example":{"auth":"\#(try entry("host"))"}}}"#,
            podman:
                #"{"auths":{"quay.example/team":{"auth":"\#(try entry("team"))"},"quay.example/team/app":{"auth":"\#(try entry("app"))"}}}"#
        )
        for (name, user) in [("quay.example/team/app", "app"), ("quay.example/team/other", "team")] {
            let explained = try home.succeed("docker-creds get --source podman \(name)")
            #expect(explained.contains("user \(user),"), "\(explained)")
        }
        #expect(try home.succeed("podman login --get-login quay.example/team").trimmed == "team")
        #expect(try home.succeed("docker-creds get --source docker quay.example/team").contains("user host,"))
    }

    @Test func `22: a dev container's helper is recognized, and nothing is copied from it or to it`() throws {
        let home = try Sandbox(docker: #"{"credsStore":"dev-containers-1234"}"#)
        // The other end of the session is gone.
        try home.succeed(
            "printf '#!/bin/sh\\necho connect: connection refused; exit 255\\n' > bin/docker-credential-dev-containers-1234; chmod +x bin/*"
        )
        let path = ["PATH": "\(home.root)/bin:\(home.environment["PATH"] ?? "")"]
        let doctor = try home.shell("docker-creds doctor", path)
        #expect(doctor.termination == .exited(1))
        #expect(doctor.output.text.contains("C24"), "\(doctor.output.text)")
        for arguments in ["--from dev-containers-1234 --to file", "--to dev-containers-1234"] {
            let outcome = try home.shell("docker-creds migrate --yes \(arguments)", path)
            #expect(outcome.termination == .exited(1))
            #expect(outcome.errorOutput.text.contains("exists for one session only"), "\(outcome.errorOutput.text)")
        }
    }

    @Test(.requires("docker", "podman", "skopeo"))
    func `24: an identity token stays one in every move, and docker and podman read it as one`() throws {
        let token = #"{"auth":"MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwOg==","identitytoken":"t0ken"}"#
        let home = try Sandbox(docker: #"{"auths":{"acr.example":\#(token)}}"#)
        func kind() throws -> String { try home.succeed("docker-creds get acr.example") }
        #expect(try kind().contains("an identity token"))
        try home.succeed("docker-creds migrate --to file --yes")
        #expect(try kind().contains("an identity token"))
        #expect(try home.helper("get", "acr.example").output.text.contains("t0ken"))
        try home.succeed("docker-creds export --format auth.json acr.example > auth.json")
        #expect(try home.succeed("skopeo login --authfile auth.json --get-login acr.example").trimmed == "<token>")
        let refused = try home.shell("docker-creds export acr.example")
        #expect(refused.termination == .exited(1) && !refused.errorOutput.text.contains("t0ken"))
    }

    @Test(.requires("unshare", "gpg", "pass"))
    func `27: pass's helper works in a user namespace, as podman starts helpers`() throws {
        let store = try PassHome()
        try store.store("registry.example", "ann", "hunter2")
        let inside = "unshare --user --map-root-user docker-credential-pass"
        #expect(try store.home.succeed("printf registry.example | \(inside) get").contains("hunter2"))
        let request = #"{"ServerURL":"i.example","Username":"bob","Secret":"hunter3"}"#
        try store.home.succeed("printf '%s' '\(request)' | \(inside) store")
        #expect(try store.get("i.example").contains("hunter3"))
    }

    @Test(.requires("python3"))
    func `30: a helper that fails never changes which server gets a password`() throws {
        let home = try Sandbox(docker: #"{"credsStore":"broken"}"#)
        try home.succeed("printf '#!/bin/sh\\nexit 1\\n' > bin/docker-credential-broken; chmod +x bin/*")
        let registry = try ScriptedRegistry("closed", in: home)
        // Every request for another host would reach this proxy, which logs it.
        let outcome = try home.shell(
            """
            python3 -u -m http.server --bind 127.0.0.1 0 > proxy-log 2>&1 & proxy=$!
            until grep -q '^Serving' proxy-log; do sleep 0.05; done
            port=$(sed -n 's/.* port \\([0-9]*\\).*/\\1/p' proxy-log)
            printf pass:w0rd | HTTP_PROXY=http://127.0.0.1:$port HTTPS_PROXY=http://127.0.0.1:$port NO_PROXY=127.0.0.1 \
                docker-creds login -u alice --password-stdin \(registry.address) && status=0 || status=$?
            kill $proxy; exit $status
            """,
            ["PATH": "\(home.root)/bin:\(home.environment["PATH"] ?? "")"]
        )
        #expect(outcome.termination == .exited(1), "\(outcome.output.text)\(outcome.errorOutput.text)")
        let log = try home.succeed("grep -v '^Serving' proxy-log || true")
        #expect(log.isEmpty, "\(log)")
    }
}
