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
STAGING=${STAGING:-/staging}                  # bin and net.d, filled by installers, and config, by activate
CONFIG=${CONFIG:-/config}                     # the ConfigMaps, or that copy of them
ACCESS=${ACCESS:-/var/run/secrets/kubernetes.io/serviceaccount}
KUBECONFIGS=${KUBECONFIGS:-}                  # words PATH=NAMESPACE, PATH below NODE_CONF
KUBELET_KUBECONFIG=${KUBELET_KUBECONFIG:-}    # given where Multus' configuration names it
POD_UID=${POD_UID:-}
BEAT=${BEAT:-/beat/time}                      # when the agent was last alive
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
  { [ -f "$NODE_BIN/$1" ] && [ -s "$NODE_BIN/$1" ] && [ -x "$NODE_BIN/$1" ]; } ||
    fail "cannot run, it is missing, empty or not executable: $NODE_BIN/$1"
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
    file=$NODE_CONF/${word%%=*}
    # One that is unchanged may have been opened to others.
    write_text "$file" "$(kubeconfig "${word#*=}")" && chmod 600 "$file" || failed=1
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

# Whether another pod owns the node. The first agent after an activation is the newest pod's, whoever took
# over while it started.
is_superseded() {
  read_owner
  [ "$WHO" != "$POD_UID" ] && [ ! -e "$STAGING/new" ] && [ "$WHO" != released ] && recent "$SEEN" "$STALE"
}

check_node() {
  for folder in "$NODE_BIN" "$NODE_CONF"; do
    [ -d "$folder" ] || fail "cannot find the folder: $folder"
    probe=$folder/.probe.$POD_UID.$SUFFIX
    { touch "$probe" && rm -f "$probe"; } 2>/dev/null || fail "cannot write into the folder, is its owner root? $folder"
  done
  [ -z "$KUBELET_KUBECONFIG" ] || need_text "$KUBELET_KUBECONFIG"
}

# Where Multus runs already, the token of a pod that goes must not wait for anything.
relieve() { [ ! -e "$NODE_CONF/00-multus.conf" ] || { claim && write_kubeconfigs; }; }

# Waits for the cluster's own network, however long its installer takes: an end and a new start would only
# add the pauses that the kubelet makes between them.
await_config() {
  waited=0
  until make_config; do
    [ $((waited % 60)) -ne 0 ] || say "waits for the cluster's own network, since $waited s: $WHY"
    # Before the claim is as old as STALE.
    [ $((waited % 30)) -ne 29 ] || relieve
    [ "$waited" -ne 60 ] || accept_name
    waited=$((waited + 1))
    sleep 1 &
    wait "$!"
  done
}

# What running pods call stays what it was at their start, whatever an upgrade does to the ConfigMaps.
keep_config() {
  rm -f "$STAGING/unseen" && mkdir -p "$STAGING/config" || exit 1
  for file in "$CONFIG"/*; do
    [ ! -f "$file" ] || cp "$file" "$STAGING/config/${file##*/}" || fail "cannot copy: $file"
  done
}

need_staged() { [ -s "$STAGING/bin/$1" ] || fail "cannot install, it is missing or empty: $STAGING/bin/$1"; }

activate() {
  # The first process of a container gets no TERM that it does not ask for.
  trap 'exit 143' TERM INT
  # A pod that failed has no agent that renews its token: an older pod's shall go on.
  trap '[ "$?" -eq 0 ] || release_claim 2>/dev/null' EXIT
  # What killed pods left goes first: it may be what fills the disk.
  rm -f "$NODE_BIN"/.*."$SUFFIX" "$NODE_CONF"/.*."$SUFFIX" "$NODE_CONF"/*.d/.*."$SUFFIX" 2>/dev/null
  check_node
  keep_config
  relieve || exit 1
  TEXT='' TYPE=''
  if [ -e "$CONFIG/00-multus.conf" ]; then await_config; need_staged "$TYPE"; fi
  if [ -e "$CONFIG/whereabouts.conf" ]; then need_text "$CONFIG/whereabouts.conf"; need_staged whereabouts; fi
  claim || exit 1
  for binary in "$STAGING"/bin/*; do
    if [ -f "$binary" ]; then write_binary "$binary" "$NODE_BIN/${binary##*/}" || exit 1; fi
  done
  write_kubeconfigs || exit 1
  # An older pod's agent that was just at the end of a round has renewed its own claim.
  read_owner
  [ "$WHO" = "$POD_UID" ] || claim || exit 1
  if [ -e "$CONFIG/whereabouts.conf" ]; then
    write_text "$NODE_CONF/whereabouts.d/whereabouts.conf" "$(cat "$CONFIG/whereabouts.conf")" || exit 1
  fi
  : >"$STAGING/new" || exit 1
  [ -z "$TEXT" ] || write_text "$NODE_CONF/00-multus.conf" "$TEXT" || exit 1
}

agent() {
  trap release TERM INT
  SLEEP='' WRONG=''
  while :; do
    NOW=$(date +%s)
    write_text "$BEAT" "$NOW"
    work
    # A shell handles a signal while it waits, not while a program runs.
    sleep "$INTERVAL" &
    SLEEP=$!
    wait "$SLEEP"
  done
}

# One round. What fails is said once, and tried again in each round.
work() {
  if is_superseded; then return; fi
  before=$WHO
  [ "$WHO" = "$POD_UID" ] || { claim && say "takes over the kubeconfigs from pod ${WHO:-unknown}"; } || return
  rm -f "$STAGING/new"
  wrong=$({ write_kubeconfigs; follow; } 2>&1)
  if [ "$wrong" != "$WRONG" ] && [ -n "$wrong" ]; then say "$wrong"; fi
  WRONG=$wrong
  # A newer pod may have come meanwhile, and its claim must stay; the pod before was at the end of a round.
  read_owner
  case $WHO in "$POD_UID" | "$before") claim ;; esac
}

# The cluster's own network may change while Multus runs, and a copy of it is in the configuration. A file
# that is gone stays so: whoever takes it away in need must not have to fight the agent. Runs in a shell of
# its own, as the kubeconfigs do.
follow() (
  [ -e "$CONFIG/00-multus.conf" ] && current=$(cat "$NODE_CONF/00-multus.conf" 2>/dev/null) || exit 0
  make_config || fail "keeps the configuration: $WHY"
  [ "$TEXT" != "$current" ] || exit 0
  need_plugin "$TYPE"
  write_text "$NODE_CONF/00-multus.conf" "$TEXT"
)

# Lets another pod's agent take over at once instead of after STALE.
release_claim() {
  read_owner
  [ "$WHO" != "$POD_UID" ] || write_text "$OWNER" "released $(date +%s)"
}

release() {
  [ -z "$SLEEP" ] || kill "$SLEEP" 2>/dev/null
  release_claim
  exit 0
}

# What a newer pod has put there is its own matter: if that one never gets ready, an update must stop at it
# and not go on because this one looks broken too.
ready() {
  NOW=$(date +%s)
  if is_superseded; then superseded=yes; else superseded=''; fi
  for word in $KUBECONFIGS; do
    file=$NODE_CONF/${word%%=*}
    need_text "$file"
    need_text "$ACCESS/token"
    [ -n "$superseded" ] || contains "$(cat "$file")" "\"$(cat "$ACCESS/token")\"" ||
      fail "the token is not that of this pod: $file"
  done
  [ -z "$KUBELET_KUBECONFIG" ] || need_text "$KUBELET_KUBECONFIG"
  if [ -e "$CONFIG/whereabouts.conf" ]; then
    need_plugin whereabouts
    need_text "$NODE_CONF/whereabouts.d/whereabouts.conf"
  fi
  file=$NODE_CONF/00-multus.conf
  if [ -e "$CONFIG/00-multus.conf" ]; then
    ready_multus
  elif [ -e "$file" ] && contains "$(cat "$file")" "\"$CONF_DIR/multus.d/multus.kubeconfig\""; then
    fail "Multus is off, but its configuration is here and its token dies, remove it: $file"
  fi
}

ready_multus() {
  for other in "$file"?*; do
    [ -e "$file" ] || [ ! -e "$other" ] || fail "it is missing, somebody gave it another name: $file, $other"
  done
  need_text "$file"
  [ -z "$superseded" ] || return 0
  make_config || fail "$WHY"
  need_plugin "$TYPE"
  [ "$(cat "$file")" = "$TEXT" ] || fail "it is not this pod's, or the cluster's own network has changed: $file"
  for other in "$NODE_CONF"/*; do
    case $other in "$file") return ;; *.conf | *.conflist | *.json) fail "it comes before Multus': $other" ;; esac
  done
}

# A round may hang on a slow disk. Three rounds after others count the pod as gone nothing is lost by a
# restart; earlier, a restart would be a second reason for a change of owner.
alive() {
  NOW=$(date +%s)
  limit=$((STALE + 3 * INTERVAL))
  beat=''
  { read -r beat <"$BEAT"; } 2>/dev/null
  recent "$beat" "$limit" || fail "no sign of life of the agent within $limit s: $BEAT"
}

# shellcheck source-path=SCRIPTDIR source=multus-config.sh
. "${0%/*}/multus-config.sh"

case ${1:-} in
  activate | agent | ready | alive) ;;
  *) say "usage: node.sh activate | agent | ready | alive"; exit 2 ;;
esac
for program in $PROGRAMS; do
  command -v "$program" >/dev/null || fail "cannot find the program: $program"
done
case $1$POD_UID in activate | agent) fail "cannot tell this pod from others: POD_UID is empty" ;; esac
"$1"
