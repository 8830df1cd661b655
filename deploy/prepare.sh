# Sourced by ./start and ./test: installs the programs that are missing, given as PROGRAM:DEBIAN-PACKAGE, and Rust.

prepare() {
    local missing=() pair sudo=()
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null 2>&1 || missing+=("${pair##*:}")
    done
    if [[ $EUID -ne 0 ]]; then sudo=(sudo); fi
    if ((${#missing[@]})); then
        if ! command -v apt-get >/dev/null 2>&1; then
            echo "Please install: ${missing[*]}" >&2
            exit 1
        fi
        echo "Installing ${missing[*]}"
        "${sudo[@]}" apt-get update -qq
        DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    fi
    if ! command -v cargo >/dev/null 2>&1; then
        echo "Installing Rust with rustup into ~/.cargo"
        command -v curl >/dev/null 2>&1 || "${sudo[@]}" apt-get install -y -qq --no-install-recommends curl ca-certificates >/dev/null
        curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile default
        # shellcheck source=/dev/null
        . "$HOME/.cargo/env"
    fi
}
