#!/usr/bin/env bash
# apt-install.sh PACKAGES: as root, without questions. Debian's postgresql would set up and start
# a server of its own; we want only its programs.
set -euo pipefail

quiet=/etc/postgresql-common/createcluster.d/no-main-cluster.conf
if [[ ! -e "$quiet" ]]; then
    trap 'rm -f "$quiet"' EXIT
    mkdir -p "${quiet%/*}"
    echo 'create_main_cluster = false' >"$quiet"
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086  # a list of words
apt-get install -q -y --no-install-recommends --no-upgrade $1
