#!/usr/bin/env bash
# Checks what programs are linked with: the example helper, which it builds and calls, and the programs in dist/bin.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"
# shellcheck source=scripts/release_build.bash
source scripts/release_build.bash

# The example is built for debugging and linked dynamically, so that `ldd` names every library that it wants.
scratch=$PWD/.build-examples/custom-helper
swift build --package-path Examples/custom-helper --scratch-path "$scratch"
example=$scratch/debug/docker-credential-custom

answer=$(printf 'registry.example' | CUSTOM_HELPER_CREDENTIALS='registry.example ann secret' "$example" get)
[[ $answer == '{"ServerURL":"registry.example","Username":"ann","Secret":"secret"}' ]] ||
    die "the example helper does not answer \`get\` as it should"

libraries=$(ldd "$example")
printf '%s\n' "$libraries" | grep --quiet libswiftCore || die "the example is not linked dynamically, so this check proves nothing"
if printf '%s\n' "$libraries" | grep libFoundation; then
    die "a program that uses HelperProtocol alone is linked with Foundation"
fi
printf 'A program that uses HelperProtocol alone is linked with no Foundation.\n'

# What a dynamic program may be linked with: the C library's family, and the libraries that it is about. Nothing of Swift,
# and nothing of the compiler.
c_library='libc\.so|libm\.so|ld-linux'
libsecret='libsecret-1\.so|libglib-2\.0\.so|libgobject-2\.0\.so|libgio-2\.0\.so'

while read -r program; do
    # `ldd` exits with 1 for a static program.
    libraries=$(ldd "dist/bin/$program" 2>&1 || true)
    [[ $libraries == *'not a dynamic executable'* || $libraries == *'statically linked'* ]] ||
        die "$program is not static: $libraries"
    printf '%s is static.\n' "$program"
done < <(programs static)

while read -r program; do
    needed=$(objdump --private-headers "dist/bin/$program" | awk '$1 == "NEEDED" { print $2 }')
    allowed=$c_library
    if [[ $program == docker-credential-secretservice ]]; then
        allowed="$c_library|$libsecret"
        grep --quiet libsecret <<<"$needed" || die "$program is not linked with libsecret: it was built without the trait"
    fi
    if grep --extended-regexp --invert-match "^($allowed)" <<<"$needed"; then
        die "$program is linked with the libraries above"
    fi
    printf '%s is linked with %s.\n' "$program" "$(paste --serial --delimiters ' ' <<<"$needed")"
done < <(programs dynamic)

# How many MB a program may have. What a helper must not contain is most of what it had: Foundation comes with a module that
# imports it, and the regular expressions with any search of the standard library for a text.
while read -r program; do
    case $program in
    docker-creds) largest=20 ;;
    helper-conformance) largest=16 ;;
    *)
        largest=9
        for module in FoundationEssentials _StringProcessing _RegexParser; do
            if grep --quiet --text "$module" "dist/bin/$program"; then die "$program is linked with $module"; fi
        done
        ;;
    esac
    size=$(stat --format %s "dist/bin/$program")
    [[ $size -le $((largest * 1000000)) ]] || die "$program has $size bytes, which is more than $largest MB"
    printf '%s has %s.%s MB of at most %s.\n' "$program" $((size / 1000000)) $((size / 100000 % 10)) "$largest"
done < <(programs all)

# docker-creds has all libraries in it but these. The Swift runtime is static for them too, so that nothing comes in that a
# static Swift SDK does not have.
for library in ContainerPluginAdapter ContainerizationAdapter; do
    release_build "$library" --target
    printf '%s is compiled for the static Swift runtime.\n' "$library"
done
