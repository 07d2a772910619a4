import SystemSupport
import TestSupport
import Testing

extension KeyringSession {
    /// Starts KWallet without a display and without a wallet; the first one is created in a window.
    func startKWallet() throws {
        try home.succeed(
            """
            mkdir -p .config
            cat > .config/kwalletrc <<END
            [Wallet]
            First Use=false
            Default Wallet=kdewallet
            END
            """
        )
        try restartKWallet()
    }

    /// Starts KWallet with an open wallet, as at a login with its PAM module.
    func startKWalletByPAM() throws {
        try startKWallet()
        try startAsAtLogin()
        try home.succeed("until [ -e .local/share/kwalletd/kdewallet.kwl ]; do sleep 0.05; done")
        // It offers the wallets that existed when it started, and so not the one that the login has created.
        try restartKWalletByPAM()
        // It reports the wallet as locked until a program asks for it, and then needs no window.
        _ = try run("get", "nothing")
        try waitUntilUnlocked()
    }

    /// Starts KWallet again; its wallet is then locked.
    func restartKWallet() throws {
        try endProvider()
        try waitForProvider(startedBy: "QT_QPA_PLATFORM=offscreen kwalletd5 > keyring.log 2>&1 < /dev/null &")
        try waitForWallet()
    }

    /// Starts KWallet again as at a login, which opens its wallet.
    func restartKWalletByPAM() throws {
        try startAsAtLogin()
        try waitForWallet()
    }

    private func startAsAtLogin() throws {
        try endProvider()
        try waitForProvider(startedBy: "QT_QPA_PLATFORM=offscreen /usr/bin/python3 \(Self.script("kwallet.py"))")
    }

    /// Waits until the wallet is offered, which is later than the name on the bus; returns if there is no wallet.
    private func waitForWallet() throws {
        try home.succeed(
            """
            [ -e .local/share/kwalletd/kdewallet.kwl ] || exit 0
            for attempt in $(seq 200); do
                gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets \
                    -m org.freedesktop.Secret.Service.ReadAlias default | grep -q kdewallet && exit
                sleep 0.05
            done
            exit 1
            """,
            variables
        )
    }

    /// Runs a helper again if KWallet had another key than libsecret for the session.
    ///
    /// That is so in about one session of 140 before version 6.25 of KDE Frameworks, which takes leading zeros from the key
    /// (bugs.kde.org, 514194). The helper in Go fails or crashes then; ours has no such key on a local bus.
    func retryingKeyMismatches(
        of helper: String,
        _ run: () throws -> ChildProcess.Outcome
    ) rethrows -> ChildProcess.Outcome {
        var outcome = try run()
        guard provider == .kWallet, helper == Self.go else { return outcome }
        let signs = ["Can't find session", "Client public key size is invalid", "secret_value_get: assertion"]
        for _ in 1...5 where signs.contains(where: (outcome.output.text + outcome.errorOutput.text).contains) {
            outcome = try run()
        }
        return outcome
    }

    private func endProvider() throws {
        // It writes a wallet some time after a change, or when it closes it.
        try home.succeed(
            """
            gdbus call --session -d org.kde.kwalletd5 -o /modules/kwalletd5 -m org.kde.KWallet.close kdewallet true \
                > closing.log 2>&1 || true
            for process in $(tail -n 1 keyring.pids); do
                kill $process
                while kill -0 $process 2> /dev/null; do sleep 0.05; done
            done
            """,
            variables
        )
    }
}
