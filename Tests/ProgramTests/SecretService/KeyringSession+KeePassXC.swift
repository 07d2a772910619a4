import Testing

extension KeyringSession {
    /// Starts KeePassXC without a display, with a new database whose root group the Secret Service may use.
    ///
    /// The database itself names that group (KeePassXC, CustomData.cpp), so it is imported from XML.
    ///
    /// - Parameter setting: A line for the settings of its Secret Service.
    /// - Throws: An issue if it does not start.
    func startKeePassXC(_ setting: String = "") throws {
        try home.succeed(
            """
            cat > database.xml <<END
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <KeePassFile>
              <Meta><DatabaseName>Test</DatabaseName><CustomData><Item>
                <Key>FDO_SECRETS_EXPOSED_GROUP</Key><Value>{00112233-4455-6677-8899-aabbccddeeff}</Value>
              </Item></CustomData></Meta>
              <Root><Group><UUID>ABEiM0RVZneImaq7zN3u/w==</UUID><Name>Root</Name></Group></Root>
            </KeePassFile>
            END
            cat > keepassxc.ini <<END
            [General]
            ConfigVersion=2
            SingleInstance=false
            [GUI]
            CheckForUpdates=false
            [FdoSecrets]
            Enabled=true
            ConfirmAccessItem=false
            ConfirmDeleteItem=false
            \(setting)
            END
            printf '%s\n%s\n' '\(Self.password)' '\(Self.password)' |
                keepassxc-cli import --set-password database.xml database.kdbx
            """,
            variables
        )
        try waitForProvider(
            startedBy: """
                printf '%s\n' '\(Self.password)' | QT_QPA_PLATFORM=offscreen TMPDIR=$PWD \\
                    keepassxc --config "$PWD/keepassxc.ini" --localconfig "$PWD/local.ini" --pw-stdin database.kdbx \\
                    > keyring.log 2>&1 &
                """
        )
        try waitUntilUnlocked()
    }

    /// Waits until the default collection is open, which may be later than the name on the bus.
    func waitUntilUnlocked() throws {
        try home.succeed(
            """
            for attempt in $(seq 200); do
                gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets/aliases/default -m \
                    org.freedesktop.DBus.Properties.Get org.freedesktop.Secret.Collection Locked |
                    grep -q false && exit
                sleep 0.05
            done
            exit 1
            """,
            variables
        )
    }
}
