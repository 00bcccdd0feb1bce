# shellcheck shell=bash
# `./run`, `./run dev` and `./run stop`: the web processes and the job worker under supervision.

start() {
    refuse_second_start
    end_leftovers
    refuse_busy_port
    use_application runtime
    build_application
    migrate
    load_fixtures
    collect_static
    export LOG_LEVEL="${LOG_LEVEL:-WARNING}"
    supervise web jobs_worker
}

# Children that restart themselves on every change; pages name the sources of what they show.
dev() {
    refuse_second_start
    end_leftovers
    refuse_busy_port
    use_application test
    build_application
    migrate
    load_fixtures
    export DEBUG=1
    supervise dev_web dev_jobs_worker dev_frontend
}

refuse_second_start() {
    ! is_running || fail "The map runs already, as process $(<"$VAR/locks/supervisor")." \
        "./run stop ends it."
}

# The supervisor holds this lock as long as it lives.
is_running() {
    [[ -e "$VAR/locks/supervisor" ]] && ! flock --nonblock "$VAR/locks/supervisor" true
}

refuse_busy_port() {
    [[ "$PORT" =~ ^[1-9][0-9]{0,4}$ && "$PORT" -lt 65536 ]] ||
        fail "PORT is $PORT, which is not a port number."
    ! (: <>"/dev/tcp/$(own_address)/$PORT") 2>/dev/null ||
        fail "Port $PORT is in use by another program." "Take another one: PORT=$((PORT + 1)) ./run"
}

own_address() { if [[ "$HOST" == 0.0.0.0 ]]; then echo 127.0.0.1; else echo "$HOST"; fi; }

# What each child is; the supervisor calls these in a subshell that becomes the child.
web() {
    exec_child "$PY" -m gis_app.serving --host "$HOST" --port "$PORT" \
        --workers "$WEB_WORKERS" --blocking-threads "$WEB_THREADS" --respawn-failed-workers \
        --log-level error gis_app.wsgi:application
}

# After the first page: on two cores the worker's start would make it wait half as long again.
jobs_worker() {
    local waited
    for ((waited = 0; waited < 100; waited++)); do
        [[ -z "$(http_status /)" ]] || break
        sleep 0.2
    done
    exec_child "$PY" manage.py procrastinate worker
}

dev_web() { exec_child "$PY" manage.py runserver "$HOST:$PORT"; }

dev_jobs_worker() {
    exec_child "$PY" -m watchfiles --filter python "$PY manage.py procrastinate worker" \
        accounts gis_app heatmodel layers routing
}

dev_frontend() {
    cd frontend || return
    exec_child "$(node_wheel)/bin/node" node_modules/vite/bin/vite.js build --watch
}

# Lives as long as the private server and starts it when born, so that a server that was killed
# comes back. A process killed but never reaped is in state Z.
private_database() {
    run_cluster
    # shellcheck disable=SC2016 # the inner shell's variables
    exec_child bash -c '
        while { read -r _ _ state _ <"/proc/$1/stat"; } 2>/dev/null && [[ "$state" != [ZX] ]]; do
            sleep 0.5
        done' private_database "$(server_pid)" 9>&-
}

# In a session of its own, so that Ctrl-C reaches only the supervisor, which ends its children in
# order; and told to end should the supervisor be killed.
exec_child() { exec setpriv --pdeathsig TERM setsid env SUPERVISED_IN="$VAR" "$@" 7>&-; }

# Should one not hear that while it is starting, the next ./run finds it by its mark.
end_leftovers() {
    local waited
    for ((waited = 0; waited < 50; waited++)); do
        [[ -n "$(leftovers)" ]] || return 0
        sleep 0.1
    done
    leftovers | xargs --no-run-if-empty kill -KILL
}

leftovers() {
    { grep -lsxz "SUPERVISED_IN=$VAR" /proc/[0-9]*/environ || true; } | cut -d / -f 3
}

# supervise NAME…: the children run until Ctrl-C or ./run stop; one that dies comes back.
supervise() {
    declare -gA CHILD=() BORN=() DELAY=()
    local name ended=''
    ! uses_private_cluster || set -- private_database "$@"
    STOPPING=''
    exec 7<>"$VAR/locks/supervisor"
    flock --nonblock 7 || refuse_second_start
    echo $$ >"$VAR/locks/supervisor"
    trap 'STOPPING=yes; ask_children_to_end' INT TERM HUP
    for name; do
        DELAY[$name]=0
        give_birth "$name"
    done
    announce_when_ready 7>&- &
    local announcer=$!
    while [[ -z "$STOPPING" ]]; do
        wait -n -p ended "${CHILD[@]}" || true
        for name; do
            [[ "${CHILD[$name]}" != "${ended:-}" || -n "$STOPPING" ]] || revive "$name"
        done
    done
    say "Ending …"
    kill "$announcer" 2>/dev/null || true
    end_children
}

give_birth() {
    BORN[$1]=$SECONDS
    (
        trap - INT TERM HUP EXIT
        sleep "${DELAY[$1]}" 7>&-
        "$1"
    ) &
    CHILD[$1]=$!
}

# At once after a minute of life, else after 1, 2, 4 … 60 seconds.
revive() {
    if ((SECONDS - BORN[$1] - DELAY[$1] > 60)); then
        DELAY[$1]=0
    else
        DELAY[$1]=$((DELAY[$1] == 0 ? 1 : DELAY[$1] < 30 ? DELAY[$1] * 2 : 60))
    fi
    kill -KILL -- "-${CHILD[$1]}" 2>/dev/null || true # workers it has left behind
    say "${RED}$1 has ended; it starts again in ${DELAY[$1]} s.${PLAIN}"
    give_birth "$1"
}

ask_children_to_end() {
    local pid
    for pid in "${CHILD[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
}

end_children() {
    local pid waited
    trap '' INT TERM HUP
    ask_children_to_end # again, for one born since
    for ((waited = 0; waited < 100; waited++)); do
        kill -0 "${CHILD[@]}" 2>/dev/null || break
        sleep 0.1
    done
    # What is left has had ten seconds; each leads a group with its own children.
    for pid in "${CHILD[@]}"; do kill -KILL -- "-$pid" 2>/dev/null || true; done
    wait "${CHILD[@]}" 2>/dev/null || true
}

# ── the first answer ───────────────────────────────────────────────────────────────────────────

announce_when_ready() {
    local waited
    trap - INT TERM HUP EXIT
    for ((waited = 0; waited < 600; waited++)); do
        if [[ "$(http_status /)" == [1-4]* ]]; then
            first_account
            say "" "${BOLD}The map: http://$(address_to_show):$PORT/${PLAIN}"
            say "Ctrl-C or ./run stop ends it."
            return
        fi
        sleep 0.1
    done
    say "${RED}No page after a minute. What the processes say stands above.${PLAIN}"
}

address_to_show() { if [[ "$HOST" == 127.0.0.1 || "$HOST" == 0.0.0.0 ]]; then echo localhost; else echo "$HOST"; fi; }

http_status() {
    local status=''
    exec 3<>"/dev/tcp/$(own_address)/$PORT" || return 0
    printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$1" >&3
    read -r -t 20 _ status _ <&3 || true
    echo "$status"
    exec 3>&-
} 2>/dev/null

# The administrator of a new installation; the password is shown this once and kept nowhere.
first_account() {
    local stamp="$CLUSTER/stamps/first-account"
    ! uses_private_cluster || [[ ! -e "$stamp" ]] || return 0
    django first_account || return 0
    ! uses_private_cluster || touch "$stamp"
}

stop() {
    if is_running; then
        local pid
        pid=$(<"$VAR/locks/supervisor")
        kill -TERM "$pid"
        flock --timeout 60 "$VAR/locks/supervisor" true ||
            fail "Process $pid has not ended within a minute." "kill -9 $pid, then ./run stop again."
        say "The map has ended."
    else
        say "The map is not running."
    fi
    end_leftovers
    stop_unused_cluster
}

# Left behind when a ./run was killed.
stop_unused_cluster() {
    server_pid >/dev/null || return 0
    if flock --nonblock "$VAR/locks/cluster-use" true; then
        stop_cluster
        say "The database has ended."
    else
        say "The database goes on for another ./run (or its tests), and ends with it."
    fi
}
