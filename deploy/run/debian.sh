# shellcheck shell=bash
# Debian's packages: found missing by what they bring, so that other ways to have it count too.

is_root() { ((EUID == 0)); }

has() { command -v "$1" >/dev/null 2>&1; }

# Where PostgreSQL's programs lie: of the version that made the private cluster, else the newest
# one with PostGIS.
postgres_bin() {
    local version control
    if [[ -f "$CLUSTER/data/PG_VERSION" ]]; then
        version=$(<"$CLUSTER/data/PG_VERSION")
    else
        for control in $(printf '%s\n' /usr/share/postgresql/*/extension/postgis.control | sort -V); do
            control=${control#/usr/share/postgresql/}
            version=${control%%/*}
        done
    fi
    [[ -x "/usr/lib/postgresql/$version/bin/postgres" ]] && echo "/usr/lib/postgresql/$version/bin"
}

postgres_packages() {
    local version=''
    if [[ -f "$CLUSTER/data/PG_VERSION" ]]; then
        version=$(<"$CLUSTER/data/PG_VERSION")
    elif grep -qs '^VERSION_ID="12"' /etc/os-release; then
        version=15
    fi
    if [[ -n "$version" ]]; then
        echo "postgresql-$version" "postgresql-$version-postgis-3"
    else
        echo postgresql postgresql-postgis
    fi
}

# Tests and benchmarks compare routes with pgRouting's, of the server's own version.
missing_pgrouting() {
    local version
    version=$(postgres_bin)
    version=${version#/usr/lib/postgresql/}
    version=${version%/bin}
    [[ -z "$version" || -e "/usr/share/postgresql/$version/extension/pgrouting.control" ]] ||
        echo "postgresql-$version-pgrouting"
}

# missing_packages TIER: names of Debian packages, on one line.
missing_packages() {
    local missing=()
    "$PY" -c '' 2>/dev/null || find_python >/dev/null || missing+=(python3 python3-venv)
    ldconfig_lists libgdal.so || missing+=(gdal-bin) # GeoDjango uses its libraries
    ldconfig_lists libharfbuzz-subset.so || missing+=(libharfbuzz-subset0) # WeasyPrint's text
    ldconfig_lists libpangoft2-1.0.so || missing+=(libpango-1.0-0 libpangoft2-1.0-0)
    has msgfmt || missing+=(gettext)
    uses_own_database && [[ -z "$(postgres_bin)" ]] && read -ra postgres < <(postgres_packages) &&
        missing+=("${postgres[@]}")
    if [[ "$1" == test ]]; then
        has ogr2ogr || missing+=(gdal-bin)
        has chromium || missing+=(chromium fonts-liberation)
        /usr/bin/python3 -c 'import qgis' 2>/dev/null || missing+=(python3-qgis qgis-providers)
        uses_own_database && mapfile -t -O "${#missing[@]}" missing < <(missing_pgrouting)
    elif [[ "$1" == bench ]]; then
        has wrk || missing+=(wrk)
        has mapserv || missing+=(cgi-mapserver)
        uses_own_database && mapfile -t -O "${#missing[@]}" missing < <(missing_pgrouting)
    fi
    printf '%s\n' "${missing[@]}" | sort -u | xargs
}

# The whole list is read: a reader that leaves early would make the pipe fail now and then.
ldconfig_lists() { [[ "$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)" == *"$1"* ]]; }

install_system_packages() {
    local packages administrator=()
    packages=$(missing_packages "$1")
    [[ -n "$packages" ]] || return 0
    local line="apt-get update && apt-get install --no-install-recommends $packages"
    if ! has apt-get; then
        fail "This system lacks what these packages of Debian bring: $packages" \
            "Install their counterparts (PostgreSQL with PostGIS 3, GDAL, gettext, Python 3.11 with venv)."
    fi
    if ! is_root; then
        has sudo || fail "Debian packages are missing, and only root can install them." \
            "Have this run as root, then call ./run again:" "$line"
        say "Debian packages are missing: $packages"
        sudo -v || fail "sudo refused." "Have this run as root, then call ./run again:" "$line"
        administrator=(sudo)
    fi
    step "Debian packages: $packages" \
        "Is the network there, and are the package sources in /etc/apt right? To try it by hand: $line" \
        "${administrator[@]}" bash "$ROOT/deploy/run/apt-install.sh" "$packages"
    packages=$(missing_packages "$1")
    [[ -z "$packages" ]] || fail "Still missing after the installation: $packages"
}
