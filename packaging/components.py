"""What a release program is made of: the packages, the code that they vendor, and the libraries that are linked statically.

Nothing here is written down by hand that the build knows: the modules of a program are those of the linker's own list, a
version is the one that was checked out, and a system library is named only where its symbols are in the program.
"""

import glob
import json
import os
import re
import subprocess
from dataclasses import dataclass, field

scratch = ".build-release"
swift_licence = "Apache-2.0 WITH Swift-exception"


@dataclass
class Component:
    name: str
    version: str
    licence: str
    source: str
    copyright: str
    purl: str = ""
    # The part of it that gets into programs, and its notices.
    modules: list = field(default_factory=list)
    notice: str = ""
    licence_text: str = ""


# Code of others inside packages: the module, and what it is. The version is in a file of the module, if there is one.
vendored = {
    "CCryptoBoringSSL": ("BoringSSL", "Apache-2.0 AND MIT", "https://boringssl.googlesource.com/boringssl",
                         "The BoringSSL Authors, the OpenSSL Project and the fiat-crypto authors",
                         r"revision ([0-9a-f]+)", "hash.txt"),
    "CNIOBoringSSL": ("BoringSSL", "Apache-2.0 AND MIT", "https://boringssl.googlesource.com/boringssl",
                      "The BoringSSL Authors, the OpenSSL Project and the fiat-crypto authors",
                      r"revision ([0-9a-f]+)", "hash.txt"),
    "CXKCP": ("XKCP", "CC0-1.0", "https://github.com/XKCP/XKCP", "The Keccak Team", r"-g([0-9a-f]+)\)",
              "vendored-sources.txt"),
    "CNIOLLHTTP": ("llhttp", "MIT", "https://github.com/nodejs/llhttp", "Fedor Indutny",
                   r"VERSION_MAJOR (\d+)\s+#define LLHTTP_VERSION_MINOR (\d+)\s+#define LLHTTP_VERSION_PATCH (\d+)",
                   "include/c_nio_llhttp.h"),
    "CNIOSHA1": ("SHA-1 of the WIDE Project", "BSD-3-Clause", "https://github.com/apple/swift-nio", "WIDE Project", "", ""),
}


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def debian_version(package):
    found = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True)
    return found.stdout if found.returncode == 0 else ""


def swift_version():
    return re.search(r"Swift version (\S+)", output("swift", "--version"))[1]


def glibc_version():
    return debian_version("libc6-dev") or output("ldd", "--version").splitlines()[0].split()[-1]


def gcc_version():
    archive = output("clang", "-print-file-name=libstdc++.a").strip()
    major = os.path.basename(os.path.dirname(os.path.realpath(archive)))
    return debian_version(f"libstdc++-{major}-dev") or major


# Libraries outside the packages: a symbol that shows that one is linked in, and what it is.
system_libraries = [
    (r"\$ss11_StringGutsV", lambda: Component(
        "Swift standard library and runtime", swift_version(), swift_licence, "https://github.com/swiftlang/swift",
        "Apple Inc. and the Swift project authors")),
    (r"\$s20FoundationEssentials4DataV", lambda: Component(
        "FoundationEssentials", swift_version(), swift_licence, "https://github.com/swiftlang/swift-foundation",
        "Apple Inc. and the Swift project authors")),
    (r"\$s10Foundation\d", lambda: Component(
        "Foundation", swift_version(), swift_licence, "https://github.com/swiftlang/swift-corelibs-foundation",
        "Apple Inc. and the Swift project authors")),
    (r"\bu_charType|\bucal_open", lambda: Component(
        "ICU, as FoundationInternationalization has it", swift_version(), "Unicode-3.0",
        "https://github.com/swiftlang/swift-foundation-icu", "Unicode, Inc. and others")),
    (r"\b_?dispatch_async_f\b", lambda: Component(
        "libdispatch", swift_version(), swift_licence, "https://github.com/swiftlang/swift-corelibs-libdispatch",
        "Apple Inc. and the Swift project authors")),
    (r"\b_Block_copy\b", lambda: Component(
        "Blocks runtime", swift_version(), swift_licence, "https://github.com/swiftlang/swift-corelibs-libdispatch",
        "Apple Inc. and the LLVM project")),
    (r"\b__libc_start_call_main\b|\b__libc_setup_tls\b", lambda: Component(
        "GNU C Library", glibc_version(), "LGPL-2.1-or-later", "https://sourceware.org/git/glibc.git",
        "Free Software Foundation, Inc.")),
    (r"\b__cxa_throw\b", lambda: Component(
        "libstdc++", gcc_version(), "GPL-3.0-or-later WITH GCC-exception-3.1", "https://gcc.gnu.org/git/gcc.git",
        "Free Software Foundation, Inc.")),
    (r"\b_Unwind_RaiseException\b", lambda: Component(
        "libgcc", gcc_version(), "GPL-3.0-or-later WITH GCC-exception-3.1", "https://gcc.gnu.org/git/gcc.git",
        "Free Software Foundation, Inc.")),
    (r"\binflateInit2_\b", lambda: Component(
        "zlib", debian_version("zlib1g-dev") or "as installed", "Zlib", "https://github.com/madler/zlib",
        "Jean-loup Gailly and Mark Adler")),
]


def modules_of(program):
    """The modules whose object files the linker got for a program, without those of this package."""
    lists = glob.glob(f"{scratch}/*/release/{program}.product/Objects.LinkFileList")
    assert len(lists) == 1, f"{program} is not built: {lists}"
    with open(lists[0]) as file:
        modules = {re.search(r"/([^/]+)\.build/", line)[1] for line in file}
    # Those that scripts/release_build.bash leaves out of the link.
    modules -= set(re.search(r"^unused_modules=\((.*)\)", text_of("scripts/release_build.bash"), re.MULTILINE)[1].split())
    own = {os.path.basename(path) for path in glob.glob("Sources/*") + glob.glob("Helpers/*")}
    return {module for module in modules if module not in own and module.replace("_", "-") not in own}


def text_of(*paths):
    for path in paths:
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                return file.read()
    return ""


def packages_of(modules):
    """The packages that define the modules, and the code inside them that is others'."""
    with open(f"{scratch}/workspace-state.json") as file:
        dependencies = json.load(file)["object"]["dependencies"]
    found, unknown = [], set(modules)
    for dependency in sorted(dependencies, key=lambda each: each["packageRef"]["identity"]):
        checkout = f"{scratch}/checkouts/{dependency['subpath']}"
        directories = {os.path.basename(path): path for path in glob.glob(f"{checkout}/Sources/*")}
        # A target may have a directory of another name.
        manifest = text_of(f"{checkout}/Package.swift")
        directories |= dict.fromkeys(re.findall(r'\.target\(\s*name:\s*"(\w+)"', manifest), checkout) | directories
        mine = sorted(unknown & directories.keys())
        if not mine:
            continue
        unknown -= set(mine)
        location = dependency["packageRef"]["location"].removesuffix(".git")
        version = dependency["state"]["checkoutState"]["version"]
        licence = text_of(f"{checkout}/LICENSE.txt", f"{checkout}/LICENSE")
        assert "Apache License" in licence, f"{checkout} has another licence than expected"
        found.append(Component(
            dependency["packageRef"]["identity"], version,
            swift_licence if "Runtime Library Exception" in licence else "Apache-2.0", location,
            "Apple Inc. and the project authors", "pkg:swift/" + location.removeprefix("https://") + "@" + version,
            mine, text_of(f"{checkout}/NOTICE.txt", f"{checkout}/NOTICE")))
        for module in mine:
            if module in vendored:
                name, licence, source, owner, pattern, path = vendored[module]
                match = re.search(pattern, text_of(f"{directories[module]}/{path}")) if pattern else None
                found.append(Component(
                    f"{name} in {dependency['packageRef']['identity']}", ".".join(match.groups()) if match else version,
                    licence, source, owner, modules=[module], licence_text=text_of(f"{directories[module]}/LICENSE")))
    assert not unknown, f"no package defines these modules: {sorted(unknown)}"
    return found


def components_of(program):
    symbols = output("nm", "--defined-only", f"{scratch}/release/{program}")
    return packages_of(modules_of(program)) + [make() for symbol, make in system_libraries if re.search(symbol, symbols)]
