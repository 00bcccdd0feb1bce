# shellcheck shell=bash
# `./run lint`, `./run test` and `./run bench`.

lint() {
    use_application test
    build_application
    run_checks
}

# Every check runs, so that one call tells everything; the status says whether all passed.
run_checks() {
    local failed=()
    check "ruff" .venv/bin/ruff check --quiet .
    check "ruff format" .venv/bin/ruff format --quiet --check .
    check "import rule" .venv/bin/lint-imports
    check "mypy" "$PY" -m mypy --no-error-summary
    check "shellcheck" .venv/bin/shellcheck --external-sources --check-sourced run .ci/run \
        deploy/run/apt-install.sh
    check "TypeScript" npm frontend run --silent check
    check "settings" django check --fail-level WARNING
    check "migrations" django makemigrations --check --dry-run
    check "translations" check_catalogues
    ((${#failed[@]} == 0)) || {
        say "${RED}Failed: ${failed[*]}${PLAIN}"
        return 1
    }
}

check() {
    local name="$1" output
    shift
    if output=$("$@" 2>&1); then
        say "  ${GREEN}✓${PLAIN} $name"
    else
        say "  ${RED}✗${PLAIN} $name" "$output"
        failed+=("$name")
    fi
}

# Every text of the sources stands in every catalogue, translated and not fuzzy.
check_catalogues() {
    local source untranslated
    while IFS= read -r source; do
        msgfmt --check --output-file=/dev/null "$source" || return 1
        untranslated=$(msgattrib --untranslated --no-obsolete "$source" && msgattrib --only-fuzzy --no-obsolete "$source")
        [[ -z "$untranslated" ]] || {
            say "$source:" "$untranslated"
            return 1
        }
    done < <(catalogues)
}

# `./run test`: checks, then pytest, whose summary comes last. With arguments only pytest.
run_tests() {
    local checks=0
    use_application test
    build_application
    collect_static # the browser's tests see the files as they are served
    (($# > 0)) || run_checks || checks=$?
    exec 6<>"$VAR/locks/tests"
    flock --nonblock 6 || { say "Other tests are running here; waiting for them." && flock 6; }
    offer_extension pgrouting # a peer for the routes
    "$PY" -m pytest "$@" || return
    ((checks == 0)) || fail "pytest passed, but not the checks before it."
}

bench() {
    if (($# == 0)); then
        find benchmarks -maxdepth 1 -name '[!_]*.py' -printf '%f\n' | sed 's/\.py$//' | sort
        return
    fi
    local name="$1"
    shift
    [[ -f "benchmarks/$name.py" ]] || fail "There is no benchmarks/$name.py." "./run bench lists them."
    use_application test
    install_system_packages bench
    install_bench
    [[ ! -f "benchmarks/$name/package-lock.json" ]] || install_node_modules "benchmarks/$name"
    offer_extension pgrouting # in the databases that benchmarks make
    BENCH_PYTHON="$ROOT/.venv-bench/bin/python" BENCH_NODE="$(node_wheel)/bin/node" \
        POSTGRES_BIN="$(postgres_bin)" "$PY" "benchmarks/$name.py" "$@"
}
