# The files of an installation, below a prefix; read with `source` after common.bash, never run.
# shellcheck shell=bash

# make_tree DIRECTORY [PROGRAM…]: lays out programs of dist/bin, all by default, with links, manual pages and completions.
make_tree() {
    local tree=$1 program page link
    shift
    [[ $# -gt 0 ]] || mapfile -t -O 1 programs_of_tree < <(programs all)
    [[ $# -gt 0 ]] || set -- "${programs_of_tree[@]}"
    rm -rf "$tree"
    for program in "$@"; do
        [[ -x dist/bin/$program ]] || die "there is no dist/bin/$program: run \`make build\` first"
        install -D -m 0755 "dist/bin/$program" "$tree/bin/$program"
        install -D -m 0644 "packaging/man/$program.1" "$tree/share/man/man1/$program.1"
        # The pages of its commands follow its name, as docker-creds-login.1 does; those of its links have the link's name.
        while read -r page; do
            install -m 0644 "$page" "$tree/share/man/man1/"
        done < <(compgen -G "packaging/man/$program-*.1")
        while read -r link; do
            page=packaging/man/${link##*/}.1
            [[ ! -f $page ]] || install -m 0644 "$page" "$tree/share/man/man1/"
            mkdir -p "$tree/$(dirname "$link")"
            ln -s "$(realpath --no-symlinks --relative-to "$tree/$(dirname "$link")" "$tree/bin/$program")" "$tree/$link"
        done < <(links_of "$program")
    done
    if [[ -x $tree/bin/docker-creds ]]; then make_completions "$tree"; fi
}

# docker-creds prints its own completions. It gets an empty home, since nothing of the caller's has a part in them.
make_completions() {
    local shell path home
    home=$(mktemp -d)
    for path in bash:bash-completion/completions/docker-creds zsh:zsh/site-functions/_docker-creds \
        fish:fish/vendor_completions.d/docker-creds.fish; do
        shell=${path%%:*}
        path=$1/share/${path#*:}
        mkdir -p "${path%/*}"
        env -i HOME="$home" PATH=/usr/bin:/bin "$1/bin/docker-creds" --generate-completion-script "$shell" |
            sed '1{/^#!/d}' >"$path"
        chmod 644 "$path"
    done
    rm -rf "$home"
}
