#!/usr/bin/env bash
# mariadb.sh: a private MariaDB for tests. It listens on 127.0.0.1 only, on a free port, with TLS
# offered (a made-up authority and a certificate for localhost), and all its data is in one folder.
#
#   mariadb.sh start FOLDER [OPTION…]   make the server in FOLDER if it is new, start it, print its URL;
#                                       its authority's certificate is FOLDER/tls/ca.pem
#   mariadb.sh stop FOLDER              stop it; the data stays
#   mariadb.sh drop FOLDER              stop it and delete the folder
#
# Accounts: root without a password, from this computer; clinic/clinic with all rights.
. "$(dirname "$0")/lib.sh"

folder_of() {
  [ -n "${1:-}" ] || fail "mariadb.sh start|stop|drop FOLDER"
  mkdir -p "$1"
  (cd "$1" && pwd)
}

make_certificates() {
  local tls=$1/tls
  mkdir -p "$tls"
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/CN=Clinic test authority' \
    -keyout "$tls/ca-key.pem" -out "$tls/ca.pem" \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign'
  openssl req -newkey rsa:2048 -nodes -subj '/CN=localhost' \
    -keyout "$tls/server-key.pem" -out "$tls/server.csr"
  openssl x509 -req -days 3650 -in "$tls/server.csr" -CA "$tls/ca.pem" -CAkey "$tls/ca-key.pem" -CAcreateserial \
    -extfile <(printf 'basicConstraints=CA:FALSE\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n') \
    -out "$tls/server.pem"
}

make_server() {
  local folder=$1
  make_certificates "$folder" >"$folder/tls.log" 2>&1 || {
    tail -5 "$folder/tls.log" >&2
    fail "The test server's certificates could not be made."
  }
  mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$folder/data" --skip-test-db --force \
    --auth-root-authentication-method=normal >"$folder/install.log" 2>&1 || {
    tail -5 "$folder/install.log" >&2
    fail "The test server's data folder could not be made: $folder/install.log"
  }
}

sql() { mariadb --no-defaults --skip-ssl --protocol=tcp -h 127.0.0.1 -P "$1" -u root "${@:2}"; }

is_running() { [ -f "$1/pid" ] && kill -0 "$(cat "$1/pid")" 2>/dev/null; }

# launch FOLDER PORT OPTION…: starts the server and waits until it answers.
launch() {
  local folder=$1 port=$2 child
  shift 2
  # The socket's path has a length limit which a deep folder would pass, and nobody needs it.
  setsid mariadbd --no-defaults --user="$(id -un)" --datadir="$folder/data" --tmpdir="$folder" \
    --port="$port" --bind-address=127.0.0.1 --socket="${TMPDIR:-/tmp}/clinic-mariadb-$port.sock" --pid-file="$folder/pid" \
    --ssl-ca="$folder/tls/ca.pem" --ssl-cert="$folder/tls/server.pem" --ssl-key="$folder/tls/server-key.pem" \
    --character-set-server=utf8mb4 --collation-server=utf8mb4_general_ci --max-connections=500 \
    --innodb-buffer-pool-size=256M --innodb-flush-log-at-trx-commit=2 --skip-name-resolve --skip-log-bin \
    "$@" >"$folder/log" 2>&1 </dev/null &
  child=$!
  for _ in $(seq 240); do
    if sql "$port" -e 'SELECT 1' >/dev/null 2>&1; then return 0; fi
    kill -0 "$child" 2>/dev/null || break
    sleep 0.25
  done
  tail -5 "$folder/log" >&2
  return 1
}

start() {
  local folder port is_new=
  folder=$(folder_of "$@")
  shift
  if is_running "$folder"; then
    cat "$folder/url"
    return
  fi
  if [ ! -d "$folder/data" ]; then
    make_server "$folder"
    is_new=yes
  fi
  port=$(free_port)
  launch "$folder" "$port" "$@" || fail "The test server did not start: $folder/log"
  if [ -n "$is_new" ]; then
    sql "$port" -e "CREATE USER clinic@'%' IDENTIFIED BY 'clinic';
      GRANT ALL ON *.* TO clinic@'%' WITH GRANT OPTION;
      CREATE DATABASE clinic CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;"
  fi
  echo "mysql://clinic:clinic@127.0.0.1:$port/clinic" | tee "$folder/url"
}

stop() {
  local folder pid
  folder=$(folder_of "$@")
  is_running "$folder" || return 0
  pid=$(cat "$folder/pid")
  kill "$pid"
  for _ in $(seq 120); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.25
  done
  if kill -0 "$pid" 2>/dev/null; then kill -KILL "$pid"; fi
  rm -f "$folder/pid" "$folder/url"
}

drop() {
  stop "$1"
  rm -rf "$1"
}

case ${1:-} in
  start | stop | drop) "$@" ;;
  *)
    sed -n '2,12p' "$0"
    exit 2
    ;;
esac
