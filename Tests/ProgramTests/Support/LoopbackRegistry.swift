import HelperProtocol
import RegistryCredentials
import SystemSupport
import Testing

/// Debian's docker-registry on a free loopback port, with one user and one image, ended on release.
final class LoopbackRegistry: Sendable {
    let home: Sandbox
    let address: String
    private let process: String

    static let username = "alice"
    static let password = "pass:w0rd <&> é"
    static let login = Credential.password(username: username, password: Secret(password))

    /// Starts the registry; a public one requires no authentication.
    init(in home: Sandbox, isPublic: Bool = false) throws {
        self.home = home
        let port = try home.succeed(
            "python3 -c 'import socket; s = socket.socket(); s.bind((\"127.0.0.1\", 0)); print(s.getsockname()[1])'"
        ).trimmed
        address = "127.0.0.1:\(port)"
        process = try home.succeed(
            """
            mkdir -p registry
            printf '%s' '\(Self.password)' | htpasswd -niB \(Self.username) > registry/htpasswd
            cat > registry/config.yml <<END
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: $HOME/registry/data}}
            http: {addr: "\(address)"}
            \(isPublic ? "" : "auth: {htpasswd: {realm: test, path: $HOME/registry/htpasswd}}")
            END
            docker-registry serve registry/config.yml > registry/log 2>&1 < /dev/null &
            echo $!
            for attempt in $(seq 100); do
                curl -s -o /dev/null http://\(address)/v2/ && exit
                sleep 0.1
            done
            cat registry/log; exit 1
            """
        ).trimmed
        try home.succeed(
            """
            mkdir -p image/blobs/sha256; cd image
            add() { digest=$(sha256sum < $1 | cut -d ' ' -f 1); size=$(stat -c %s $1); mv $1 blobs/sha256/$digest; }
            tar -cf - -T /dev/null | gzip -n > layer; diff=$(gzip -dc layer | sha256sum | cut -d ' ' -f 1)
            add layer; layer='{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:'$digest'","size":'$size'}'
            printf '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"config":{}}' $diff > config
            add config; config='{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:'$digest'","size":'$size'}'
            printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":%s,"layers":[%s]}' "$config" "$layer" > manifest
            add manifest
            printf '{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%s","size":%s,"annotations":{"org.opencontainers.image.ref.name":"1"}}]}' $digest $size > index.json
            echo '{"imageLayoutVersion":"1.0.0"}' > oci-layout
            cd ..
            skopeo --insecure-policy copy -q --dest-tls-verify=false --dest-creds '\(Self.username):\(Self.password)' \
                oci:image:1 docker://\(address)/demo:1
            """
        )
    }

    deinit {
        _ = try? home.shell("kill \(process)")
    }
}
