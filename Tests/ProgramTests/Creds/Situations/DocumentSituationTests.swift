import Testing

/// Lookups in entries, variables and files that are written wrongly.
///
/// The answers of docker 28.2 and skopeo 1.9 are in the comments.
@Suite struct DocumentSituationTests {
    /// Entries that were encoded wrongly.
    ///
    /// docker and skopeo send a password with its line feed and quotation marks, and are rejected without a hint. For an entry
    /// without a colon docker reports "Invalid auth configuration file", and skopeo "missing semicolon"; for one that is not base64
    /// both "illegal base64 data at input byte 3". docker then uses no entry of the file.
    static let encodings = [
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"YW5uOmh1bnRlcjIK"}}}"#,
            "docker-creds get registry.example",
            #"""
            docker-creds: warning: the password ends with a line feed, which `echo` adds and `printf %s` does not
            registry.example: user ann, a password
            status 0
            unchanged
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"YW5uOmh1bnRlcjIK"}}}"#,
            "docker-creds explain registry.example",
            #"""
            registry.example: user ann, a password
              * Docker's configuration, ~/.docker/config.json, key registry.example, the key is the address: user ann, a password
                note: the password ends with a line feed, which `echo` adds and `printf %s` does not
            status 0
            unchanged
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"YW5u"}}}"#,
            "docker-creds get registry.example",
            #"""
            docker-creds: the entry cannot be read: its `auth` does not hold a user, a colon and a password (key registry.example, file ~/.docker/config.json)
              Encode the user, a colon and the password: printf '%s' 'USER:PASSWORD' | base64 -w0
            status 1
            unchanged
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"WVc1dU9taDFiblJsY2pJPQ=="}}}"#,
            "docker-creds get registry.example",
            #"""
            docker-creds: the entry cannot be read: its `auth` is encoded in base64 twice, so it does not hold a user, a colon and a password (key registry.example, file ~/.docker/config.json)
              Decode the value once: base64 -d
            status 1
            unchanged
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"\"YW5uOmh1bnRlcjI=\""}}}"#,
            "docker-creds get registry.example",
            #"""
            docker-creds: the entry cannot be read: its `auth` is not base64: there are quotation marks inside the string (key registry.example, file ~/.docker/config.json)
              Remove the quotation marks inside the string
            status 1
            unchanged
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"ImFubjpodW50ZXIyIg=="}}}"#,
            "docker-creds explain registry.example",
            #"""
            registry.example: user "ann, a password
              * Docker's configuration, ~/.docker/config.json, key registry.example, the key is the address: user "ann, a password
                note: the password ends with the quotation mark with which the user name begins
            status 0
            unchanged
            """#
        ),
        LookupSituation(
            #"{"auths":{"registry.example":{"auth":"J2FubjpodW50ZXIyJwo="}}}"#,
            "docker-creds get registry.example",
            #"""
            docker-creds: warning: the password ends with a line feed, which `echo` adds and `printf %s` does not
            docker-creds: warning: the password ends with the quotation mark with which the user name begins
            registry.example: user 'ann, a password
            status 0
            unchanged
            """#
        ),
    ]

    /// The variable, and files of another form.
    ///
    /// docker ignores a variable that it cannot read, or that has other members, without a word; skopeo does not read it. Both
    /// find nothing in a config.json in the form of a `.dockercfg` and in the reverse, and say nothing.
    static let variablesAndOldFiles = [
        LookupSituation(
            "{}",
            "export DOCKER_AUTH_CONFIG='{'; docker-creds get registry.example",
            #"""
            docker-creds: the value is not JSON: the text ends in the middle of a value, at byte 1 (line 1) (variable DOCKER_AUTH_CONFIG)
              Correct DOCKER_AUTH_CONFIG, or run: unset DOCKER_AUTH_CONFIG
            status 1
            unchanged
            """#
        ),
        LookupSituation(
            "{}",
            "export DOCKER_AUTH_CONFIG='[]'; docker-creds get registry.example",
            #"""
            docker-creds: the value is not a JSON object (variable DOCKER_AUTH_CONFIG)
              Correct DOCKER_AUTH_CONFIG, or run: unset DOCKER_AUTH_CONFIG
            status 1
            unchanged
            """#
        ),
        LookupSituation(
            "{}",
            #"export DOCKER_AUTH_CONFIG='{"auths":5}'; docker-creds get registry.example"#,
            #"""
            docker-creds: `auths` is not an object (variable DOCKER_AUTH_CONFIG)
              Correct DOCKER_AUTH_CONFIG, or run: unset DOCKER_AUTH_CONFIG
            status 1
            unchanged
            """#
        ),
        LookupSituation(
            "{}",
            #"export DOCKER_AUTH_CONFIG='{"auths":{"registry.example":{"auth":"YW5u"}}}'; docker-creds get registry.example"#,
            #"""
            docker-creds: the entry cannot be read: its `auth` does not hold a user, a colon and a password (key registry.example, variable DOCKER_AUTH_CONFIG)
              Encode the user, a colon and the password: printf '%s' 'USER:PASSWORD' | base64 -w0
            status 1
            unchanged
            """#
        ),
        LookupSituation(
            "{}",
            #"export DOCKER_AUTH_CONFIG='{"auths":{"registry.example":{"auth":"%"}}}'; docker-creds get registry.example"#,
            #"""
            docker-creds: the entry cannot be read: its `auth` is not base64 (key registry.example, variable DOCKER_AUTH_CONFIG)
              Correct DOCKER_AUTH_CONFIG, or run: unset DOCKER_AUTH_CONFIG
            status 1
            unchanged
            """#
        ),
        LookupSituation(
            "{}",
            #"export DOCKER_AUTH_CONFIG='{"registry.example":{"auth":"YW5uOnB3"}}'; docker-creds get registry.example"#,
            #"""
            docker-creds: the entry is not in "auths": the value has the form of ~/.dockercfg, which no client reads here (key registry.example, variable DOCKER_AUTH_CONFIG)
              Correct DOCKER_AUTH_CONFIG, or run: unset DOCKER_AUTH_CONFIG
            status 1
            unchanged
            """#
        ),
        LookupSituation(
            "{}",
            #"export DOCKER_AUTH_CONFIG='{"auths":{"registry.example":{"auth":"YW5uOnB3"}},"credsStore":"pass"}'; docker-creds get registry.example"#,
            #"""
            docker-creds: warning: docker ignores DOCKER_AUTH_CONFIG: it has the member 'credsStore'
              Leave nothing in it but {"auths": {"HOST": {"auth": "…"}}}
            registry.example: user ann, a password
            status 0
            unchanged
            """#
        ),
        LookupSituation(
            "{}",
            #"export DOCKER_AUTH_CONFIG='{"auths":{"registry.example":{"auth":"YW5uOnB3"}}} x'; docker-creds get registry.example"#,
            #"""
            docker-creds: warning: docker ignores DOCKER_AUTH_CONFIG: text follows the document
              Leave nothing in it but {"auths": {"HOST": {"auth": "…"}}}
            registry.example: user ann, a password
            status 0
            unchanged
            """#
        ),
        LookupSituation(
            #"{"registry.example":{"auth":"YW5uOnB3"}}"#,
            "docker-creds get registry.example",
            #"""
            docker-creds: the entry is not in "auths": the file has the form of ~/.dockercfg, which no client reads here (key registry.example, file ~/.docker/config.json)
              Log in again, or put the entries into an object named "auths": {"auths": {…}}
            status 1
            unchanged
            """#
        ),
        LookupSituation(
            "{}",
            #"printf '%s' '{"auths":{"registry.example":{"auth":"YW5uOnB3"}}}' > .dockercfg; docker-creds get registry.example"#,
            #"""
            docker-creds: the file has the form of a config.json, not of a .dockercfg: its entries are in `auths` (file ~/.dockercfg)
              Move the file to ~/.docker/config.json
            status 1
            unchanged
            """#
        ),
    ]

    @Test(arguments: encodings) func `a wrong encoding is described without the secret`(situation: LookupSituation)
        throws
    { try situation.check() }

    @Test(arguments: variablesAndOldFiles) func `the variable is no file, and a file of another form is not empty`(
        situation: LookupSituation
    ) throws { try situation.check() }
}
