import RegistryDiagnostics
import Testing

@Suite struct DiagnosticChecksTests {
    @Test(arguments: [
        Machines.healthy(), Machines.keyring(), Machines.passwordStore(), Machines.healthy("{}"),
        Machines.healthy(encryptedStore: Machines.encryptedStore),
    ])
    func `a healthy machine has no findings`(machine: MachineFacts) {
        #expect(DiagnosticChecks.findings(in: machine) == [])
    }

    @Test func `identifiers are C01 to C26 without duplicates`() {
        let identifiers = DiagnosticChecks.all.map { $0.identifier }
        #expect(
            identifiers
                == (1...26).map { $0 < 10 ? "C0\($0)" : "C\($0)" }.sorted(by: { one, other in
                    // The order of the report: by subject, then by number.
                    (identifiers.firstIndex(of: one) ?? 0) < (identifiers.firstIndex(of: other) ?? 0)
                })
        )
        #expect(Set(identifiers).count == 26)
        #expect(DiagnosticChecks.all.allSatisfy { !$0.title.isEmpty })
    }
}
