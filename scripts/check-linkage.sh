#!/usr/bin/env bash
# Builds the example helper, asks it a question, and looks at what it and the programs in dist/bin are linked with.
# shellcheck source=scripts/common.bash
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

# The example is built for debugging and linked dynamically, so that `ldd` names every library that it wants.
scratch=$PWD/.build-examples/custom-helper
swift build --package-path Examples/custom-helper --scratch-path "$scratch"
example=$scratch/debug/docker-credential-custom

answer=$(printf 'registry.example' | CUSTOM_HELPER_CREDENTIALS='registry.example ann secret' "$example" get)
[[ $answer == '{"ServerURL":"registry.example","Username":"ann","Secret":"secret"}' ]] ||
    die "the example helper does not answer \`get\` as it should"

libraries=$(ldd "$example")
printf '%s\n' "$libraries" | grep --quiet libswiftCore || die "the example is not linked dynamically: nothing is proved"
if printf '%s\n' "$libraries" | grep libFoundation; then
    die "a program that uses HelperProtocol alone is linked with Foundation"
fi
printf 'A program that uses HelperProtocol alone is linked with no Foundation.\n'

# What a program without a static C library below it may be linked with: the C library's family, and the libraries that
# it is about. Nothing of Swift, and nothing of the compiler.
may_need='libc\.so|libm\.so|ld-linux'
may_need_secretservice="$may_need|libsecret-1\.so|libglib-2\.0\.so|libgobject-2\.0\.so|libgio-2\.0\.so"

for program in dist/bin/*; do
    # `ldd` exits with 1 for a static program.
    libraries=$(ldd "$program" 2>&1 || true)
    case $libraries in
    *'not a dynamic executable'* | *'statically linked'*) printf '%s is static.\n' "$program" ;;
    *)
        needed=$(objdump --private-headers "$program" | awk '$1 == "NEEDED" { print $2 }')
        case $program in
        */docker-credential-secretservice)
            allowed=$may_need_secretservice
            grep --quiet libsecret <<<"$needed" ||
                die "$program is not linked with libsecret: it was built without the trait"
            ;;
        */docker-creds) allowed=$may_need ;;
        *) die "$program is not static" ;;
        esac
        if grep --extended-regexp --invert-match "^($allowed)" <<<"$needed"; then
            die "$program is linked with the above"
        fi
        printf '%s is linked with %s.\n' "$program" "$(paste --serial --delimiters ' ' <<<"$needed")"
        ;;
    esac
done
