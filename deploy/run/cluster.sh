# shellcheck shell=bash
# The private PostgreSQL cluster: a server of our own on a unix socket. It runs while some
# ./run uses it; who leaves last stops it. No other server of the machine is touched.

CLUSTER="$VAR/postgresql" # a link, where the server's user cannot enter the checkout
SOCKET_PORT=5432          # only part of the socket's name: nothing listens on TCP

uses_own_database() { [[ -z "${DATABASE_URL:-}" ]]; }

# PostgreSQL refuses to run as root; Debian's package brings a user for it.
server_user() {
    if ! is_root; then
        id -un
    elif [[ -e "$CLUSTER/data" ]]; then
        stat -L -c %U "$CLUSTER/data"
    elif id postgres >/dev/null 2>&1; then
        echo postgres
    else
        echo nobody
    fi
}

as_server_user() {
    local user
    user=$(server_user)
    if is_root; then
        (cd / && exec setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups \
            env -i PATH="$PATH" LC_ALL=C.UTF-8 "$@")
    else
        (cd / && exec "$@")
    fi
}

pg() { as_server_user "$(postgres_bin)/$1" "${@:2}"; }

data_directory() { echo "$(readlink -f "$CLUSTER")/data"; }

path_hash() { printf '%s' "$1" | sha256sum | cut -c 1-12; }

# A short path, because a socket's may have 107 bytes at most, in a folder only we may enter.
socket_directory() {
    local base=/tmp
    if is_root && [[ -w /run ]]; then base=/run; fi
    echo "$base/hamm-$(path_hash "$(data_directory)")"
}

own_database_url() {
    echo "postgresql://hamm@/hamm?host=$(socket_directory)&port=$SOCKET_PORT"
}

# use_cluster: start it if need be, and tell everyone after us where it is.
use_cluster() {
    uses_own_database || return 0
    mkdir -p "$VAR/locks"
    exec 9<>"$VAR/locks/cluster-use"
    flock --shared 9
    trap leave_cluster EXIT
    run_cluster
    unset "${!PG@}" # settings the caller has for psql must not redirect us
    DATABASE_URL=$(own_database_url)
    export DATABASE_URL
}

# One at a time; the server itself inherits no lock: 7 is a supervisor's.
run_cluster() {
    {
        flock --exclusive 8
        if [[ -e "$CLUSTER" && ! -O "$CLUSTER" ]] && ! is_root; then
            fail "The private database belongs to another user: $(readlink -f "$CLUSTER")" \
                "Call ./run as that user, or set VAR_DIR to a folder of your own."
        fi
        [[ -f "$CLUSTER/data/PG_VERSION" ]] ||
            step "Private database cluster" "$DATABASE_HINT" create_cluster 7>&- 8>&- 9>&-
        server_pid >/dev/null ||
            step "Private database start" "$DATABASE_HINT" start_cluster 7>&- 8>&- 9>&-
    } 8<>"$VAR/locks/cluster-start"
}

DATABASE_HINT="What the server itself says is in $CLUSTER/log."

# The last user stops the server: only then is the lock to be had for one alone.
leave_cluster() {
    if flock --exclusive --nonblock 9 2>/dev/null; then
        stop_cluster
        flock --unlock 9
    fi
}

create_cluster() {
    local home="$CLUSTER" user
    user=$(server_user)
    mkdir -p "$VAR"
    if is_root; then
        if [[ ! -e "$CLUSTER" ]]; then
            mkdir -p "$CLUSTER"
            chown "$user:" "$CLUSTER"
            if ! as_server_user test -w "$CLUSTER"; then
                home="/var/lib/hamm-$(path_hash "$VAR")"
                rmdir "$CLUSTER"
                mkdir -p "$home"
                ln -s "$home" "$CLUSTER"
            fi
        fi
        home=$(readlink -f "$CLUSTER")
        chown "$user:" "$home"
    else
        mkdir -p "$home"
    fi
    chmod 0700 "$home"
    rm -rf "$home/data.new" "$home/data" # left over by an interrupted start
    as_server_user mkdir -p "$home/stamps" "$home/log"
    pg initdb --pgdata="$home/data.new" --username=postgres --auth-local=trust --auth-host=reject \
        --encoding=UTF8 --locale-provider=libc --locale=C.UTF-8 --no-instructions
    echo "include_if_exists = 'hamm.conf'" >>"$home/data.new/postgresql.conf"
    mv "$home/data.new" "$home/data"
    # Databases made later, those of the tests too, have PostGIS from their template; so the
    # application's role needs no right to load code into the server.
    start_cluster
    local socket
    socket=$(socket_directory)
    pg psql -X -q -v ON_ERROR_STOP=1 -h "$socket" -p "$SOCKET_PORT" -U postgres -d template1 \
        -c 'CREATE EXTENSION postgis' -c 'CREATE ROLE hamm LOGIN CREATEDB'
    pg createdb -h "$socket" -p "$SOCKET_PORT" -U postgres --owner=hamm hamm
}

# offer_extension NAME: databases made from now on, those of the tests too, have it; the
# application's role may not load code into the server itself.
offer_extension() {
    uses_private_cluster || return 0
    pg psql -X -q -v ON_ERROR_STOP=1 -h "$(socket_directory)" -p "$SOCKET_PORT" -U postgres \
        -d template1 -c "SET client_min_messages = warning" \
        -c "CREATE EXTENSION IF NOT EXISTS $1"
}

start_cluster() {
    local data socket memory
    data=$(data_directory)
    socket=$(socket_directory)
    memory=$(($(awk '/^MemTotal/ { print $2 }' /proc/meminfo) / 1024))
    remove_stale_pid_file "$data"
    [[ -d "$socket" ]] || mkdir -m 0700 "$socket"
    ! is_root || chown "$(server_user):" "$socket"
    if [[ ! -O "$socket" ]] && ! is_root; then
        echo "$socket belongs to someone else; remove it."
        return 1
    fi
    chmod 0700 "$socket"
    rm -f "$socket/.s.PGSQL.$SOCKET_PORT" "$socket/.s.PGSQL.$SOCKET_PORT.lock"
    as_server_user tee "$data/hamm.conf" <"$ROOT/deploy/run/postgresql.conf" >/dev/null
    pg pg_ctl start --wait --timeout=600 --pgdata="$data" --log="${data%/data}/log/start.log" \
        --options="-k $socket -p $SOCKET_PORT \
            -c shared_buffers=$((memory / 8 < 512 ? memory / 8 : 512))MB \
            -c effective_cache_size=$((memory / 2))MB" || {
        tail -n 15 "${data%/data}/log/start.log"
        return 1
    }
}

stop_cluster() {
    [[ -f "$CLUSTER/data/PG_VERSION" ]] && server_pid >/dev/null || return 0
    pg pg_ctl stop --wait --timeout=120 --mode=fast --silent --pgdata="$(data_directory)"
    rmdir "$(socket_directory)" 2>/dev/null || true
}

# server_pid: of our running server. The pid file alone proves nothing: after `kill -9` it names
# a process that is gone, waits unreaped, or has become another program.
server_pid() {
    local data pid
    data=$(data_directory)
    { read -r pid <"$data/postmaster.pid"; } 2>/dev/null || return 1
    lives_in "$pid" "$data" && echo "$pid"
}

# lives_in PID DIRECTORY: a postgres working in that data directory, as all of a server's
# processes do. One that only waits to be reaped has neither link; root in a container may not
# read those of others, so their owner does.
lives_in() {
    local links
    mapfile -t links < <(as_server_user readlink "/proc/$1/cwd" "/proc/$1/exe" 2>/dev/null)
    [[ "${links[0]:-}" == "$2" && "${links[1]:-}" == */postgres* ]]
}

# Without its postmaster every backend ends by itself, after its query; a new server must not
# start before the last has gone.
remove_stale_pid_file() {
    local data="$1" process link waited
    [[ -e "$data/postmaster.pid" ]] || return 0
    while read -r process link; do
        [[ "$link" == "$data" ]] || continue
        for ((waited = 0; waited < 100; waited++)); do
            lives_in "$process" "$data" || break
            ((waited != 20)) || as_server_user kill -QUIT "$process" || true
            sleep 0.1
        done
    done < <(as_server_user find /proc -mindepth 2 -maxdepth 2 -name cwd -printf '%P %l\n' 2>/dev/null |
        sed 's|/cwd | |')
    rm -f "$data/postmaster.pid"
}
