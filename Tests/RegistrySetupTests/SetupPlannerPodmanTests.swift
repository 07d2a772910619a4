import RegistryCredentials
import RegistryDiagnostics
import RegistrySetup
import SystemPackage
import Testing

/// Plans for podman, skopeo and buildah.
@Suite struct SetupPlannerPodmanTests {
    @Test func `podman gets a drop-in file that names the helper first, and nothing of docker's is planned`() {
        var facts = SetupMachines.bare(#"{"credsStore": "desktop", "auths": {"ghcr.io": {"auth": "YTpi"}}}"#)
        facts.podman = PodmanSetupFacts(
            programs: ["podman"],
            conf: .success(RegistriesConf(credentialHelpers: ["pass", "containers-auth.json"], origin: "/etc/a.conf")),
            dropIns: .success(["/home/ann/a.conf"])
        )
        let plan = facts.plan { $0.client = .podman }
        #expect(plan.questions.isEmpty)
        #expect(
            plan.steps == [
                .nameForPodman(
                    helper: "file",
                    setting: #"credential-helpers = ["file", "pass", "containers-auth.json"]"#,
                    files: ["/home/ann/a.conf"],
                    programs: ["podman"]
                )
            ]
        )
        #expect(plan.notes == ["podman still asks pass after it."])
        facts.podman.programs = []
        #expect(facts.plan { $0.client = .podman }.notes.first?.hasPrefix("None of podman, skopeo and buildah") == true)
    }

    @Test func `a helper that podman asks already is recommended, and there is nothing to do`() {
        var facts = SetupMachines.bare(installed: ["file", "auto"])
        facts.podman.conf = .success(RegistriesConf(credentialHelpers: ["auto", "containers-auth.json"]))
        let plan = facts.plan { $0.client = .podman }
        #expect(plan.helper == "auto" && plan.reason == "podman asks it already, and it works")
        #expect(plan.isDone)
        // The test entry of a proof that was interrupted.
        for index in facts.machine.helpers.indices where facts.machine.helpers[index].name == "auto" {
            facts.machine.helpers[index].listed = ["docker-creds-setup.invalid"]
        }
        facts.podman.dropIns = .success(["/cfg/a.conf"])
        #expect(facts.plan { $0.client = .podman }.steps.map(\.name) == ["nameForPodman"])
        // Whether the file of an older podman is complete is not known.
        facts.podman.conf = .success(RegistriesConf(credentialHelpers: ["auto"], origin: "/cfg/a.conf"))
        facts.podman.dropIns = .success(["/cfg/a.conf", "/home/ann/.config/a.conf"])
        #expect(!facts.plan { $0.client = .podman }.isDone)
    }

    @Test func `a registries.conf that podman rejects, or that is the only one, is an obstacle with a remedy`() {
        var facts = SetupMachines.bare()
        let error = CredentialStoreError(
            .damaged,
            "it is damaged",
            at: .init(file: "/a.conf"),
            advice: ["Fix the file"]
        )
        facts.podman.conf = .failure(error)
        let broken = facts.plan { $0.client = .podman }.obstacles
        #expect(broken.map(\.detail) == ["/a.conf: it is damaged"] && broken.first?.remedy == "Fix the file")
        facts.podman.conf = .success(RegistriesConf(credentialHelpers: [RegistriesConf.authFiles]))
        facts.podman.dropIns = .failure(error)
        #expect(facts.plan { $0.client = .podman }.obstacles.map(\.name) == ["registries.conf"])
    }
}
