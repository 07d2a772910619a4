internal import Codecs
internal import RegistryDiagnostics

/// The members of the config file that make docker call a plugin when a command fails.
///
/// docker/cli, `cli-plugins/manager/hooks.go`: `plugins.NAME.error-hooks` is a list of commands, separated by commas
/// without spaces, and `features.hooks` turns hooks on. Versions before 29.3 only have `hooks`, which are called after
/// every run of a command.
enum ErrorHook {
    /// The commands that fail for lack of a login.
    static let commands = "login,logout,pull,push,build,run,create,compose,buildx,manifest,search,image pull,image push"

    /// The members to set, for a client that has error hooks or not.
    static func members(isForEveryCommand: Bool) -> [(path: [JSONKey], value: JSONTree)] {
        var members: [(path: [JSONKey], value: JSONTree)] = [
            (["plugins", "creds", "error-hooks"], .string(commands)), (["features", "hooks"], "true"),
        ]
        if isForEveryCommand { members.append((["plugins", "creds", "hooks"], .string(commands))) }
        return members
    }

    /// Whether a config file has the hook for this client; any list of commands is the user's choice.
    static func isEnabled(in text: ConfigText?, docker: DockerVersion?) -> Bool {
        guard let root = text?.document.root, root["features"]?["hooks"]?.string == "true",
            let plugin = root["plugins"]?["creds"]
        else { return false }
        let has = { (name: String) in plugin[.exactly(name)]?.string.map { !$0.isEmpty } ?? false }
        return has("error-hooks") && (docker?.hasErrorHooks != false || has("hooks"))
    }
}
