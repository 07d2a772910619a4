#if HTTPClient
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// docker-creds against servers that attack it before it sends a credential.
@Suite(.serialized, .timeLimit(.minutes(15))) struct CredsNetworkTests {
    static let certificate = """
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 \
            -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out certificate.pem 2>/dev/null
        """

    /// An HTTP/2 client grows to 1 to 3 GiB with the first three.
    ///
    /// docker 28.2 and skopeo 1.9 use HTTP/1.1 here, too. They read 10 MiB of header, grow to 60 MB, and report "server
    /// response headers exceeded 10485760 bytes" or "too many 1xx informational responses".
    @Test(.requires("openssl", "python3"), arguments: ["ping", "settings", "continuation", "header", "interim"])
    func `a flood is an error within a small address space`(kind: String) throws {
        let home = try Sandbox()
        let script = Repository.tests.appending("ProgramTests/Scripts/flooding-server.py")
        let outcome = try home.shell(
            """
            \(Self.certificate)
            python3 '\(script)' \(kind) certificate.pem key.pem > port & server=$!
            until [ -s port ]; do sleep 0.05; done
            export SSL_CERT_FILE=$PWD/certificate.pem
            ulimit -v 1500000
            printf hunter2 | docker-creds login --username ann --password-stdin --allow-plaintext \
                "https://127.0.0.1:$(cat port)" && status=0 || status=$?
            kill $server
            exit $status
            """
        )
        #expect(outcome.termination == .exited(1))
        let reason =
            ["header", "interim"].contains(kind)
            ? "the response header is longer than 256 KiB" : "the response is not HTTP"
        #expect(outcome.errorOutput.text.contains(reason), "\(outcome.errorOutput.text)")
    }

    @Test(.requires("ip", "unshare", "python3"), .requiresRoot)
    func `a login ends at the time limit if the name server does not reply`() throws {
        let home = try Sandbox()
        let outcome = try home.shell(
            """
            echo 'nameserver 127.0.0.1' > resolv.conf
            cat > inside <<'END'
            ip link set lo up
            mount --bind resolv.conf /etc/resolv.conf
            python3 -c 'import socket, time
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind(("127.0.0.1", 53))
            print("bound", flush=True)
            time.sleep(100)' > bound & server=$!
            until [ -s bound ]; do sleep 0.05; done
            printf hunter2 | docker-creds login --timeout 1 --username ann --password-stdin --allow-plaintext r.example \
                && status=0 || status=$?
            kill $server
            exit $status
            END
            unshare --mount --net sh inside
            """
        )
        #expect(outcome.termination == .exited(1))
        #expect(
            outcome.errorOutput.text.contains("cannot reach https://r.example: timed out after 1 second"),
            "\(outcome.errorOutput.text)"
        )
    }
}
#endif
