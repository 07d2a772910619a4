import Testing

/// Lookups and logouts for paths and ports, and with helpers that list nothing.
///
/// The answers of docker 28.2 and skopeo 1.9 are in the comments.
@Suite struct KeySituationTests {
    /// Entries for paths.
    ///
    /// docker login drops the path, and docker logout removes the host's entry for any path. skopeo 1.9 keeps an entry for each
    /// path: `--get-login` finds "other" for registry.example/other/x and nothing for the other two, "team" for
    /// registry.example/team-a/artifact, and its logout removes exactly the path or fails with "not logged into".
    static let paths = [
        LookupSituation(
            #"{"auths":{"registry.example/other":{"auth":"b3RoZXI6cHc="}}}"#,
            "docker-creds get registry.example",
            #"""
            registry.example: user other, a password
            status 0
            unchanged
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example/other":{"auth":"b3RoZXI6cHc="}}}"#,
            "docker-creds get registry.example/ns/repo",
            #"""
            docker-creds: no credential for registry.example/ns/repo
              Log in: docker-creds login registry.example/ns/repo
            status 3
            unchanged
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example/other":{"auth":"b3RoZXI6cHc="}}}"#,
            "docker-creds get registry.example/other/x",
            #"""
            registry.example/other/x: user other, a password
            status 0
            unchanged
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"aG9zdDpwdw=="},"registry.example/team-a":{"auth":"dGVhbTpwdw=="}}}"#,
            "docker-creds get registry.example",
            #"""
            registry.example: user host, a password
            status 0
            unchanged
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"aG9zdDpwdw=="},"registry.example/team-a":{"auth":"dGVhbTpwdw=="}}}"#,
            "docker-creds get registry.example/team-a/artifact",
            #"""
            registry.example/team-a/artifact: user team, a password
            status 0
            unchanged
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"aG9zdDpwdw=="},"registry.example/team-a":{"auth":"dGVhbTpwdw=="}}}"#,
            "docker-creds get registry.example/team-b",
            #"""
            registry.example/team-b: user host, a password
            status 0
            unchanged
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"aG9zdDpwdw=="},"registry.example/ns":{"auth":"dGVhbTpwdw=="}}}"#,
            "docker-creds logout registry.example",
            #"""
            Removed the credentials for registry.example from ~/.docker/config.json
            docker-creds: note: the credentials for registry.example/ns in ~/.docker/config.json were kept
            status 0
            {"auths":{"registry.example/ns":{"auth":"dGVhbTpwdw=="}}}
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"aG9zdDpwdw=="},"registry.example/ns":{"auth":"dGVhbTpwdw=="}}}"#,
            "docker-creds logout registry.example/ns",
            #"""
            Removed the credentials for registry.example/ns from ~/.docker/config.json
            docker-creds: note: the credentials for registry.example in ~/.docker/config.json were kept
            status 0
            {"auths":{"registry.example":{"auth":"aG9zdDpwdw=="}}}
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"aG9zdDpwdw=="},"registry.example/ns":{"auth":"dGVhbTpwdw=="}}}"#,
            "docker-creds logout registry.example/ns/repo",
            #"""
            docker-creds: note: the credentials for registry.example in ~/.docker/config.json were kept
            docker-creds: note: the credentials for registry.example/ns in ~/.docker/config.json were kept
            No credentials for registry.example/ns/repo found
            status 0
            unchanged
            """#
        ),
    ]

    /// Default ports.
    ///
    /// docker and skopeo remove only the key as it was typed, without `http://` or `https://`: `docker logout http://R` leaves
    /// R:80, says "Removing login credentials for R", and exits with 0; skopeo fails with "not logged into".
    static let ports = [
        LookupSituation(
            #"{"auths":{"registry.example:80":{"auth":"YW5uOnB3"}}}"#,
            "docker-creds logout http://registry.example:80",
            #"""
            Removed the credentials for registry.example from ~/.docker/config.json
            status 0
            {"auths":{}}
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example:80":{"auth":"YW5uOnB3"}}}"#,
            "docker-creds logout http://registry.example",
            #"""
            Removed the credentials for registry.example from ~/.docker/config.json
            status 0
            {"auths":{}}
            """#
        ),
        LookupSituation(
            #"{"auths":{"http://registry.example":{"auth":"YW5uOnB3"}}}"#,
            "docker-creds logout registry.example:80",
            #"""
            Removed the credentials for registry.example:80 from ~/.docker/config.json
            status 0
            {"auths":{}}
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example:443":{"auth":"YW5uOnB3"}}}"#,
            "docker-creds logout registry.example",
            #"""
            Removed the credentials for registry.example from ~/.docker/config.json
            status 0
            {"auths":{}}
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"YW5uOnB3"}}}"#,
            "docker-creds logout https://registry.example:443",
            #"""
            Removed the credentials for registry.example from ~/.docker/config.json
            status 0
            {"auths":{}}
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example:80":{"auth":"YW5uOnB3"}}}"#,
            "docker-creds logout registry.example",
            #"""
            No credentials for registry.example found
            status 0
            unchanged
            """#
        ),
    ]

    /// Helpers that list nothing, or fail.
    ///
    /// docker and skopeo have no list. With a helper that fails, docker prints a warning and continues without a credential;
    /// skopeo fails with the helper's output.
    static let helpersWithoutList = [
        LookupSituation(
            #"{"credHelpers":{"registry.example":"supplier"}}"#,
            helper: #"""
                #!/bin/sh
                [ $1 = list ] && { echo '{}'; exit; }
                echo '{"Username":"AWS","Secret":"hunter2"}'
                """#,
            "docker-creds list",
            #"""
            registry.example	(unknown)	Docker's configuration	docker-credential-supplier	credHelpers["registry.example"]
            status 0
            unchanged
            """#
        ),
        LookupSituation(
            #"{"credHelpers":{"registry.example":"supplier"}}"#,
            helper: #"""
                #!/bin/sh
                [ $1 = list ] && { echo null; exit; }
                echo '{"Username":"AWS","Secret":"hunter2"}'
                """#,
            "docker-creds list; docker-creds get registry.example",
            #"""
            registry.example	(unknown)	Docker's configuration	docker-credential-supplier	credHelpers["registry.example"]
            registry.example: user AWS, a password
            status 0
            unchanged
            """#
        ),
        LookupSituation(
            #"{"credHelpers":{"registry.example":"supplier"}}"#,
            helper: #"""
                #!/bin/sh
                [ $1 = list ] && { echo unknown action; exit 1; exit; }
                echo '{"Username":"AWS","Secret":"hunter2"}'
                """#,
            "docker-creds list; docker-creds explain registry.example",
            #"""
            registry.example	(unknown)	Docker's configuration	docker-credential-supplier	credHelpers["registry.example"]
            registry.example: user AWS, a password
              * Docker's configuration, ~/.docker/config.json, docker-credential-supplier, key registry.example, named by credHelpers["registry.example"]: user AWS, a password
            status 0
            unchanged
            """#
        ),
        LookupSituation(
            #"{"credHelpers":{"registry.example":"supplier"}}"#,
            helper: #"""
                #!/bin/sh
                echo hunter2; exit 1
                """#,
            "docker-creds get registry.example",
            #"""
            docker-creds: docker-credential-supplier failed: exit status 1 (key registry.example, named by credHelpers["registry.example"] in ~/.docker/config.json)
              Run it to see its output, which may contain the secret: printf %s 'registry.example' | docker-credential-supplier get
            status 1
            unchanged
            """#
        ),
        LookupSituation(
            #"{"credHelpers":{"registry.example":"supplier"}}"#,
            helper: #"""
                #!/bin/sh
                echo hunter2; exit 1
                """#,
            "docker-creds explain registry.example",
            #"""
            registry.example: no credential
              - Docker's configuration, ~/.docker/config.json, docker-credential-supplier, key registry.example, named by credHelpers["registry.example"]: failed: docker-credential-supplier failed: exit status 1
            docker-creds: docker-credential-supplier failed: exit status 1 (key registry.example, named by credHelpers["registry.example"] in ~/.docker/config.json)
              Run it to see its output, which may contain the secret: printf %s 'registry.example' | docker-credential-supplier get
            status 1
            unchanged
            """#
        ),
        LookupSituation(
            #"{"credsStore":"supplier"}"#,
            helper: #"""
                #!/bin/sh
                echo hunter2; exit 1
                """#,
            "docker-creds list",
            #"""
            docker-creds: Docker's configuration: docker-credential-supplier failed: exit status 1 (named by credsStore in ~/.docker/config.json)
              Run it to see its message: docker-credential-supplier list
            (all)	(failed)	Docker's configuration	docker-credential-supplier	credsStore
            status 1
            unchanged
            """#
        ),
    ]

    @Test(arguments: paths) func `an entry for a path answers for what is below it`(situation: LookupSituation) throws {
        try situation.check()
    }

    @Test(arguments: ports) func `a default port is no port`(situation: LookupSituation) throws {
        try situation.check()
    }

    @Test(arguments: helpersWithoutList) func `a helper that lists nothing is listed, and one that fails is an error`(
        situation: LookupSituation
    ) throws { try situation.check() }
}
