# shellcheck shell=bash
# From a checkout to an application that can be served: each step only when its input changed.

# use_application TIER: programs, key and database; enough for a management command.
use_application() {
    mkdir -p "$VAR/stamps" "$VAR/log" "$VAR/locks"
    {
        flock --nonblock 7 || { say "Another ./run is setting up; waiting for it." && flock 7; }
        install_system_packages runtime
        [[ "$1" == runtime ]] || install_system_packages "$1"
        install_python "$1"
        make_secret_key
    } 7<>"$VAR/locks/setup"
    export SECRET_KEY_FILE="${SECRET_KEY_FILE:-$VAR/secret_key}"
    use_cluster
}

# build_application: what pages need besides Python.
build_application() {
    {
        flock 7
        build_frontend
        compile_messages
    } 7<>"$VAR/locks/setup"
}

make_secret_key() {
    [[ -s "$VAR/secret_key" || -n "${SECRET_KEY:-}${SECRET_KEY_FILE:-}" ]] ||
        (umask 077 && head -c 48 /dev/urandom | base64 -w 0 >"$VAR/secret_key")
}

compile_messages() {
    local source changed=()
    while IFS= read -r source; do
        [[ "${source%.po}.mo" -nt "$source" ]] || changed+=("$source")
    done < <(catalogues)
    ((${#changed[@]} == 0)) || step "Translations" "The messages above name the file and line." \
        compile_catalogues "${changed[@]}"
}

catalogues() {
    find . \( -name .venv -o -name .venv-bench -o -name node_modules -o -path ./var \) -prune \
        -o -name '*.po' -print
}

compile_catalogues() {
    local source
    for source; do msgfmt --check-format --output-file="${source%.po}.mo" "$source"; done
}

apps() { dirname -- */apps.py; }

django() { "$PY" "$ROOT/manage.py" "$@"; }

collect_static() {
    local stamp="$VAR/stamps/static" input sources
    mapfile -t sources < <(apps | xargs -I{} find {} -type d -name static)
    input=$(digest frontend/dist "${sources[@]}" gis_app/settings.py requirements/runtime.txt)
    [[ -d "$VAR/static" ]] && unchanged "$stamp" "$input" && return
    step "Static files, compressed" "See the messages above." \
        django collectstatic --no-input --clear --verbosity 0
    echo "$input" >"$stamp"
}

# A foreign database may be changed by others, so only the private one is remembered as done.
migrate() {
    local stamp="$CLUSTER/stamps/migrated" input='' sources
    if uses_private_cluster; then
        mapfile -t sources < <(apps | xargs -I{} find {} -name '*.py' -o -name '*.sql')
        input=$(digest "${sources[@]}" requirements/runtime.txt)
        unchanged "$stamp" "$input" && return
    fi
    step "Database tables" \
        "If it speaks of a connection or a right: see DATABASE_URL, whose role must own its database." \
        django migrate --no-input
    [[ -z "$input" ]] || echo "$input" >"$stamp"
}

uses_private_cluster() { [[ "${DATABASE_URL:-}" == "$(own_database_url)" ]]; }

load_fixtures() {
    local stamp="$CLUSTER/stamps/fixtures" input
    uses_private_cluster || return 0
    input=$(digest fixtures)
    unchanged "$stamp" "$input" && return
    step "Demonstration data" "See the messages above." django load_fixtures
    echo "$input" >"$stamp"
}

# `./run demo`: into an empty database only, whoever it belongs to.
demo() {
    use_application runtime
    compile_messages
    migrate
    django load_fixtures --if-empty "$@"
}

# `./run manage …`: file names are those of the folder the caller stands in.
manage() {
    use_application runtime
    cd "$CALLED_FROM" || return
    django "$@"
}
