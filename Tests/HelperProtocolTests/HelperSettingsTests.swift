import HelperProtocol
import Testing

@Suite struct HelperSettingsTests {
    @Test func `an empty environment gives the defaults`() throws {
        let settings = try HelperSettings(environment: [:])
        #expect(settings.timeout == .seconds(30))
        #expect(!settings.isStrict)
        #expect(!settings.isTracing)
        #expect(try HelperSettings(environment: ["DOCKER_CREDENTIAL_TIMEOUT": ""]) == settings)
    }

    @Test(arguments: [("1", Duration.seconds(1)), ("0.25", .milliseconds(250)), ("86400", .seconds(86_400))])
    func `the timeout is a number of seconds`(text: String, timeout: Duration) throws {
        #expect(try HelperSettings(environment: ["DOCKER_CREDENTIAL_TIMEOUT": text]).timeout == timeout)
    }

    @Test(arguments: ["0", "-1", "30s", "half a minute", "inf", "nan", "86401", " 30", "1e300"])
    func `any other timeout is an error that names the variable`(text: String) {
        let error = #expect(throws: HelperError.self) {
            try HelperSettings(environment: ["DOCKER_CREDENTIAL_TIMEOUT": text])
        }
        #expect(error?.message.contains("DOCKER_CREDENTIAL_TIMEOUT") == true)
        #expect(error?.advice.isEmpty == false)
    }

    @Test(arguments: [("1", true), ("0", false), ("", false), ("true", false)])
    func `a switch is on if its value is 1`(text: String, isOn: Bool) throws {
        let environment = ["DOCKER_CREDENTIAL_STRICT": text, "DOCKER_CREDENTIAL_DEBUG": text]
        let settings = try HelperSettings(environment: environment)
        #expect(settings.isStrict == isOn)
        #expect(settings.isTracing == isOn)
    }
}
