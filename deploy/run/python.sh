# shellcheck shell=bash
# Python's side: .venv from the hashed locks, .venv-bench for the peers we compare with.

PY="$ROOT/.venv/bin/python"

# A Python of 3.11 or newer that can make environments; Debian's own first.
find_python() {
    local python
    for python in "${PYTHON:-}" /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        [[ -n "$python" ]] && "$python" -c '
import ensurepip, sys, venv
sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$python" && return
    done
    return 1
}

# install_python TIER: runtime, or test, which contains it.
install_python() {
    local lock="requirements/$1.txt" stamp=".venv/.installed-$1"
    unchanged "$stamp" "$(digest "$lock")" && "$PY" -c '' 2>/dev/null && return
    (($(free_megabytes "$ROOT") >= 2500)) || [[ -d .venv ]] ||
        fail "The Python packages need 2.5 GB, and $ROOT has less." "Make room and call ./run again."
    make_environment .venv
    step "Python packages ($1)" "$NETWORK_HINT" \
        .venv/bin/uv pip install --python .venv --require-hashes -r "$lock"
    digest "$lock" >"$stamp"
}

NETWORK_HINT='Is the network there, and does a proxy need HTTPS_PROXY? Call ./run again to go on where it stopped.'

# make_environment FOLDER: with uv in it, the installer, pinned by its own lock.
make_environment() {
    local stamp="$1/.installed-bootstrap"
    unchanged "$stamp" "$(digest requirements/bootstrap.txt)" && "$1/bin/python" -c '' 2>/dev/null && return
    step "Python environment $1" "$NETWORK_HINT" create_environment "$1"
    digest requirements/bootstrap.txt >"$stamp"
}

# One that no longer runs, because its Python has gone or the checkout was moved, is made anew.
create_environment() {
    "$1/bin/python" -c '' 2>/dev/null || "$(find_python)" -m venv --clear "$1"
    "$1/bin/python" -m pip install --disable-pip-version-check --require-hashes \
        -r requirements/bootstrap.txt
}

install_bench() {
    unchanged .venv-bench/.installed "$(digest requirements/bench.txt)" && return
    make_environment .venv-bench
    step "Python packages (bench)" "$NETWORK_HINT" \
        .venv-bench/bin/uv pip install --python .venv-bench --require-hashes -r requirements/bench.txt
    digest requirements/bench.txt >.venv-bench/.installed
}

# `./run lock`: without --upgrade every version stays that pyproject.toml still allows.
write_locks() {
    install_system_packages runtime
    make_environment .venv
    lock bootstrap --group bootstrap "$@"
    lock runtime pyproject.toml "$@"
    lock test pyproject.toml --group test --constraint requirements/runtime.txt "$@"
    lock bench --group bench "$@"
}

lock() {
    local name="$1"
    shift
    step "requirements/$name.txt" "$NETWORK_HINT" .venv/bin/uv pip compile --quiet --universal \
        --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
        --output-file "requirements/$name.txt" "$@"
}
