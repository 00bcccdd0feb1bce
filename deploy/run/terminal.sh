# shellcheck shell=bash
# What the person at the terminal sees: steps with their time, failures with a way out.

if [[ -t 1 && -z "${NO_COLOR:-}" ]]; then
    BOLD=$'\e[1m' RED=$'\e[31m' GREEN=$'\e[32m' PLAIN=$'\e[0m'
else
    BOLD='' RED='' GREEN='' PLAIN=''
fi

say() { printf '%s\n' "$@"; }

# fail WHAT [WAY OUT]…
fail() {
    printf '%s%s%s\n' "$RED" "$1" "$PLAIN" >&2
    shift
    (($# == 0)) || printf '  %s\n' "$@" >&2
    exit 1
}

# step TITLE HINT COMMAND…: run it, show its time; if it fails, the end of its output and the hint.
step() {
    local title="$1" hint="$2" ticker='' status=0
    shift 2
    mkdir -p "$VAR/log"
    local log="$VAR/log/setup.log" began=$SECONDS
    printf '\n== %s\n' "$title" >>"$log"
    local from
    from=$(stat -c %s "$log")
    if [[ -t 1 ]]; then
        while sleep 1; do printf '\r  … %s %d s' "$title" $((SECONDS - began)); done &
        ticker=$!
    else
        say "  … $title"
    fi
    # In a subshell of its own, where `set -e` still holds.
    set +e
    (
        set -e
        "$@"
    ) >>"$log" 2>&1 </dev/null
    status=$?
    set -e
    if [[ -n "$ticker" ]]; then
        kill "$ticker" && wait "$ticker" 2>/dev/null || true
        printf '\r\e[K'
    fi
    if ((status == 0)); then
        say "  ${GREEN}✓${PLAIN} $title ($((SECONDS - began)) s)"
        return
    fi
    tail -c +"$((from + 1))" "$log" | tail -n 20 | sed 's/^/    /' >&2
    (($(free_megabytes "$ROOT") >= 300)) || hint="The disk is full: $ROOT has less than 300 MB left."
    fail "✗ $title: failed with status $status." "$hint" "All of its output: $log"
}

free_megabytes() { df --output=avail -m "$1" | tail -n 1; }

# unchanged STAMP DIGEST: was the work behind this stamp done for exactly this input?
unchanged() { [[ -f "$1" && "$(<"$1")" == "$2" ]]; }

# digest PATH…: one checksum over the names and contents of files and folders.
digest() {
    find "$@" -type f -not -name '*.pyc' -print0 2>/dev/null | sort -z |
        xargs -0 --no-run-if-empty sha256sum | sha256sum | cut -c 1-32
}
