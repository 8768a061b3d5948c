#!/bin/sh
# What the pods of the DaemonSet do on a node. The images' installers write into a staging folder;
# `activate`, the last init step, is the only one that writes on the node: Multus' configuration last,
# because once that file is there the runtime needs Multus for every pod. `agent` stays and keeps the
# kubeconfigs' tokens fresh. `ready` and `alive` are its probes.
set -u
umask 077
# Globs sort as the runtime does, which takes the first configuration: byte by byte.
export LC_ALL=C

NODE_BIN=${NODE_BIN:-/host/opt/cni/bin}       # the node's folders as they are mounted here
NODE_CONF=${NODE_CONF:-/host/etc/cni/net.d}
CONF_DIR=${CONF_DIR:-/etc/cni/net.d}          # NODE_CONF as the node itself calls it
STAGING=${STAGING:-/staging}                  # bin and net.d, filled by installers
CONFIG=${CONFIG:-/config}                     # the ConfigMap
ACCESS=${ACCESS:-/var/run/secrets/kubernetes.io/serviceaccount}
KUBECONFIGS=${KUBECONFIGS:-}                  # words PATH=NAMESPACE, PATH below NODE_CONF
KUBELET_KUBECONFIG=${KUBELET_KUBECONFIG:-}    # given where Multus' configuration names it
POD_UID=${POD_UID:-}
WAIT=${WAIT:-60}                              # seconds until the cluster's own network must be there
INTERVAL=${INTERVAL:-10}                      # seconds between the agent's rounds
STALE=${STALE:-60}                            # seconds after which a silent owner counts as gone

# Nothing else but built-ins is used, and `cmp` where it is.
PROGRAMS="base64 cat chmod cp date mkdir mv rm sleep touch tr"
OWNER=$NODE_CONF/multus-ipvlan.d/owner
SUFFIX=multus-ipvlan-tmp
NEWLINE='
'

say() { printf '%s\n' "$*" >&2; }

fail() { say "$*"; exit 1; }
need_text() { [ -s "$1" ] || fail "cannot read, it is missing or empty: $1"; }

need_plugin() {
  { [ -f "$NODE_BIN/$1" ] && [ -x "$NODE_BIN/$1" ]; } ||
    fail "cannot run, it is missing or not executable: $NODE_BIN/$1"
}

# field TEXT KEY: VALUE becomes the first string that the JSON text has for the key, REST what follows it.
field() {
  REST=$1 VALUE='' key="\"$2\""
  while :; do
    case $REST in *"$key"*) REST=${REST#*"$key"} ;; *) return 1 ;; esac
    skip_blanks
    # The key's text may also be a value, and a value may be no string.
    case $REST in :*) REST=${REST#:} ;; *) continue ;; esac
    skip_blanks
    case $REST in \"*\"*) break ;; esac
  done
  REST=${REST#\"}
  VALUE=${REST%%\"*}
  REST=${REST#*\"}
}

skip_blanks() { REST=${REST#"${REST%%[![:space:]]*}"}; }

# replace KEY NEW: the first string that TEXT has for the key becomes NEW.
replace() {
  field "$TEXT" "$1"
  old="\"$VALUE\"$REST"
  TEXT="${TEXT%"$old"}\"$2\"$REST"
}

# place TARGET COMMAND...: the command fills TEMP, which becomes TARGET in one step. TEMP is in TARGET's
# folder, since a rename is one step only on one file system; a program that runs keeps its old file.
place() {
  target=$1
  shift
  TEMP=${target%/*}/.${target##*/}.$POD_UID.$SUFFIX
  # Into a folder of the target's name `mv` would put the file.
  if why=$({ mkdir -p "${target%/*}" && "$@" && [ ! -d "$target" ] && mv -f "$TEMP" "$target"; } 2>&1); then
    return 0
  fi
  rm -f "$TEMP" 2>/dev/null
  why=${why:-is it a folder, or is the disk full?}
  say "cannot write: $target (${why%%"$NEWLINE"*})"
  return 1
}

fill_binary() { cp "$1" "$TEMP" && chmod 755 "$TEMP"; }

# The text is read back: a full disk may show only then.
fill_text() { printf '%s\n' "$1" >"$TEMP" && chmod 600 "$TEMP" && [ "$(cat "$TEMP")" = "$1" ]; }

write_binary() {
  if [ -f "$2" ] && [ -x "$2" ] && command -v cmp >/dev/null && cmp -s "$1" "$2"; then return 0; fi
  place "$2" fill_binary "$1"
}

write_text() {
  if [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; then return 0; fi
  place "$1" fill_text "$2"
}

kubeconfig() {
  printf '%s\n' "apiVersion: v1" "kind: Config" "current-context: node" \
    "clusters:" "  - name: node" "    cluster:" "      server: \"https://$host:$port\"" \
    "      certificate-authority-data: \"$authority\"" \
    "users:" "  - name: node" "    user:" "      token: \"$token\"" \
    "contexts:" "  - name: node" "    context:" "      cluster: node" "      user: node"
  if [ -n "$1" ]; then printf '%s\n' "      namespace: \"$1\""; fi
}

# Runs in a shell of its own, which ends where something is missing: the agent lives on.
write_kubeconfigs() (
  [ -n "$KUBECONFIGS" ] || exit 0
  host=${KUBERNETES_SERVICE_HOST:-} port=${KUBERNETES_SERVICE_PORT:-}
  [ -n "$host" ] || fail "cannot tell the API server: KUBERNETES_SERVICE_HOST is empty"
  [ -n "$port" ] || fail "cannot tell the API server: KUBERNETES_SERVICE_PORT is empty"
  case $host in *:*) host="[$host]" ;; esac
  need_text "$ACCESS/token"
  need_text "$ACCESS/ca.crt"
  token=$(cat "$ACCESS/token") && authority=$(base64 <"$ACCESS/ca.crt" | tr -d '\n') || exit 1
  failed=0
  for word in $KUBECONFIGS; do
    write_text "$NODE_CONF/${word%%=*}" "$(kubeconfig "${word#*=}")" || failed=1
  done
  exit "$failed"
)

# Of two pods on a node, as in a rolling update, one writes kubeconfigs: the other one's token may die
# first. The owner file says which one: its UID, and when it was last seen.
claim() {
  NOW=$(date +%s)
  write_text "$OWNER" "$POD_UID $NOW"
}

read_owner() {
  WHO='' SEEN=''
  { read -r WHO SEEN _ <"$OWNER"; } 2>/dev/null
}

# recent TIME SECONDS: false also for what is no number, and for a time that a wrong clock wrote.
recent() { [ "$1" -gt $((NOW - $2)) ] && [ "$1" -le $((NOW + $2)) ]; } 2>/dev/null

check_node() {
  for folder in "$NODE_BIN" "$NODE_CONF"; do
    [ -d "$folder" ] || fail "cannot find the folder: $folder"
    probe=$folder/.probe.$POD_UID.$SUFFIX
    { touch "$probe" && rm -f "$probe"; } 2>/dev/null || fail "cannot write into the folder: $folder"
  done
  [ -z "$KUBELET_KUBECONFIG" ] || need_text "$KUBELET_KUBECONFIG"
}

# PRIMARY becomes the file of the cluster's own network, or nothing if it lies where this pod cannot look.
find_primary() {
  PRIMARY=''
  case $NETWORK in
    "$CONF_DIR"/*) PRIMARY=$NODE_CONF/${NETWORK#"$CONF_DIR"/} && [ -s "$PRIMARY" ] && return ;;
    '' | */*) return 0 ;;
    *) for PRIMARY in "$NODE_CONF"/*; do ! is_primary || return 0; done ;;
  esac
  return 1
}

is_primary() {
  case ${PRIMARY##*/} in 00-multus.conf*) return 1 ;; *.conf | *.conflist | *.json) ;; *) return 1 ;; esac
  [ -f "$PRIMARY" ] && [ -s "$PRIMARY" ] || return 1
  [ "$NETWORK" != auto ] || return 0
  REST=$(cat "$PRIMARY")
  while field "$REST" name && [ "$VALUE" != "$NETWORK" ]; do :; done
  [ "$VALUE" = "$NETWORK" ]
}

await_primary() {
  case $NETWORK in
    auto) wanted="a file .conf, .conflist or .json in $CONF_DIR" ;;
    */*) wanted=$NETWORK ;;
    *) wanted="a file with the name \"$NETWORK\" in $CONF_DIR" ;;
  esac
  waited=0
  until find_primary; do
    [ "$waited" -lt "$WAIT" ] || fail "cannot find the cluster's own network: waited $WAIT s for $wanted"
    waited=$((waited + 1))
    sleep 1 &
    wait "$!"
  done
}

# TEXT becomes Multus' configuration as the node gets it, once the cluster's own network is there.
make_config() {
  # An image that writes the configuration itself knows best.
  file=$STAGING/net.d/00-multus.conf
  [ -e "$file" ] || file=$CONFIG/00-multus.conf
  need_text "$file"
  TEXT=$(cat "$file")
  field "$TEXT" type || fail "cannot tell Multus' plugin, there is no type: $file"
  field "$TEXT" clusterNetwork
  NETWORK=$VALUE
  await_primary
  if [ "$NETWORK" = auto ]; then replace clusterNetwork "$CONF_DIR/${PRIMARY##*/}"; fi
  if field "$TEXT" cniVersion && [ "$VALUE" = auto ]; then
    if [ -z "$PRIMARY" ] || ! field "$(cat "$PRIMARY")" cniVersion; then
      fail "cannot find a cniVersion, set multus.cniVersion: ${PRIMARY:-${NETWORK:-no clusterNetwork}}"
    fi
    replace cniVersion "$VALUE"
  fi
}

activate() {
  # The first process of a container gets no TERM that it does not ask for.
  trap 'exit 143' TERM INT
  check_node
  TEXT=''
  if [ -e "$CONFIG/00-multus.conf" ]; then make_config; fi
  # What killed pods left goes first: it may be what fills the disk.
  rm -f "$NODE_BIN"/.*."$SUFFIX" "$NODE_CONF"/.*."$SUFFIX" "$NODE_CONF"/*.d/.*."$SUFFIX" 2>/dev/null
  claim || exit 1
  for binary in "$STAGING"/bin/*; do
    if [ -f "$binary" ]; then write_binary "$binary" "$NODE_BIN/${binary##*/}" || exit 1; fi
  done
  write_kubeconfigs || exit 1
  # An older pod's agent that was just at the end of a round has renewed its own claim.
  read_owner
  [ "$WHO" = "$POD_UID" ] || claim || exit 1
  if [ -e "$CONFIG/whereabouts.conf" ]; then
    need_text "$CONFIG/whereabouts.conf"
    write_text "$NODE_CONF/whereabouts.d/whereabouts.conf" "$(cat "$CONFIG/whereabouts.conf")" || exit 1
  fi
  [ -n "$TEXT" ] || return 0
  field "$TEXT" type
  need_plugin "$VALUE"
  write_text "$NODE_CONF/00-multus.conf" "$TEXT" || exit 1
}

agent() {
  trap release TERM INT
  SLEEP=''
  while :; do
    NOW=$(date +%s)
    write_text "$STAGING/alive" "$NOW"
    work
    # A shell handles a signal while it waits, not while a program runs.
    sleep "$INTERVAL" &
    SLEEP=$!
    wait "$SLEEP"
  done
}

# One round. What fails is said, and tried again in the next one.
work() {
  read_owner
  if [ "$WHO" != "$POD_UID" ]; then
    if [ "$WHO" != released ] && recent "$SEEN" "$STALE"; then
      return
    fi
    claim || return
    say "takes over the kubeconfigs from pod ${WHO:-unknown}"
  fi
  write_kubeconfigs
  # A newer pod may have come meanwhile, and its claim must stay.
  read_owner
  [ "$WHO" != "$POD_UID" ] || claim
}

# Lets another pod's agent take over at once instead of after STALE.
release() {
  [ -z "$SLEEP" ] || kill "$SLEEP" 2>/dev/null
  read_owner
  [ "$WHO" != "$POD_UID" ] || write_text "$OWNER" "released $(date +%s)"
  exit 0
}

ready() {
  for word in $KUBECONFIGS; do need_text "$NODE_CONF/${word%%=*}"; done
  [ -z "$KUBELET_KUBECONFIG" ] || need_text "$KUBELET_KUBECONFIG"
  if [ -e "$CONFIG/whereabouts.conf" ]; then
    need_plugin whereabouts
    need_text "$NODE_CONF/whereabouts.d/whereabouts.conf"
  fi
  [ -e "$CONFIG/00-multus.conf" ] || return 0
  need_text "$NODE_CONF/00-multus.conf"
  TEXT=$(cat "$NODE_CONF/00-multus.conf")
  field "$TEXT" type
  need_plugin "$VALUE"
  field "$TEXT" clusterNetwork
  case $VALUE in "$CONF_DIR"/*) need_text "$NODE_CONF/${VALUE#"$CONF_DIR"/}" ;; esac
}

# A round may hang on a slow disk. Three rounds after others count the pod as gone nothing is lost by a
# restart; earlier, a restart would be a second reason for a change of owner.
alive() {
  NOW=$(date +%s)
  limit=$((STALE + 3 * INTERVAL))
  beat=''
  { read -r beat <"$STAGING/alive"; } 2>/dev/null
  recent "$beat" "$limit" || fail "no sign of life of the agent within $limit s: $STAGING/alive"
}

case ${1:-} in
  activate | agent | ready | alive) ;;
  *) say "usage: node.sh activate | agent | ready | alive"; exit 2 ;;
esac
for program in $PROGRAMS; do
  command -v "$program" >/dev/null || fail "cannot find the program: $program"
done
case $1$POD_UID in activate | agent) fail "cannot tell this pod from others: POD_UID is empty" ;; esac
"$1"
