// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "custom-helper",
    platforms: [.macOS(.v15)],
    dependencies: [
        // A helper of your own names the repository here: .package(url: "…", from: "0.1.0")
        .package(name: "swift-docker-credentials", path: "../..")
    ],
    targets: [
        .executableTarget(
            name: "docker-credential-custom",
            dependencies: [.product(name: "HelperProtocol", package: "swift-docker-credentials")]
        )
    ],
    swiftLanguageModes: [.v6]
)
