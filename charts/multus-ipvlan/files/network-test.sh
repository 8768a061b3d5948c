#!/bin/sh
# Waits until Multus says that the pod has INTERFACE of NETWORK (namespace/name), then looks there for an
# address of each of RANGES: words such as 172.16.1.0/24 or fd00::10-fd00::20/64. The shell does all of it:
# no program of the image reads JSON. Exit code: 0 as expected, 1 not so, 2 wrong settings.
set -fu
: "${STATUS:=/etc/podinfo/network-status}" "${SYS:=/sys/class/net}" "${TIMEOUT:=120}"
: "${NETWORK:=}" "${INTERFACE:=net1}" "${RANGES:=}"
hint='the pod started before Multus was ready on its node, or its node has no such network'

fail() { printf '%s\n' "$1" >&2; exit "${2:-1}"; }

# Reads $3 numbers with $2 between them into `numbers`, each with a blank behind it.
read_numbers() {
  todo=$1$2 numbers='' count=0
  while [ -n "$todo" ]; do
    part=${todo%%"$2"*} todo=${todo#*"$2"} count=$((count + 1))
    case $2$part in [.:] | :*[!0-9a-fA-F]* | :?????* | .*[!0-9]* | .0?* | .????*) return 1 ;; esac
    [ "$2" = . ] || part=$((0x$part))
    numbers="$numbers$part "
    [ "$part" -lt "$((1 << width))" ] && [ "$count" -le "$3" ] || return 1
  done
  [ "$count" -eq "$3" ]
}

# Reads an address of so many bits: IPv4 in numbers of 8 bits, IPv6 in numbers of 16.
read_address() {
  bits=128 width=16 head=${1%%::*} tail=${1#*::} zeros=0
  case $1 in
  *::*) for _ in 1 2 3 4 5 6 7 8; do
    read_numbers "${head:+$head:}$zeros${tail:+:$tail}" : 8 && return
    zeros=0:$zeros
  done && return 1 ;;
  *:*) read_numbers "$1" : 8 ;;
  *) bits=32 width=8 && read_numbers "$1" . 4 ;;
  esac
}

# Whether two addresses have their first $3 bits in common.
agree() {
  one=$1 two=$2 todo=$3
  while [ "$todo" -gt 0 ]; do
    unused=$((todo < width ? width - todo : 0))
    [ $((${one%% *} >> unused)) -eq $((${two%% *} >> unused)) ] || return 1
    one=${one#* } two=${two#* } todo=$((todo - width))
  done
}

in_order() {
  one=$1 two=$2
  while [ -n "$one" ] && [ "${one%% *}" -eq "${two%% *}" ]; do one=${one#* } two=${two#* }; done
  [ -z "$one" ] || [ "${one%% *}" -lt "${two%% *}" ]
}

# `last` is empty where the range has no ends but those of its network.
read_range() {
  prefix=${1##*/} ends=${1%/*} last=''
  case $prefix in '' | *[!0-9]* | 0?* | ????*) return 1 ;; esac
  read_address "${ends%%-*}" && [ "$prefix" -le "$bits" ] || return 1
  size=$bits first=$numbers
  case $ends in *-*) ;; *) return ;; esac
  read_address "${ends#*-}" && [ "$bits" -eq "$size" ] && last=$numbers || return 1
  agree "$first" "$last" "$prefix" && in_order "$first" "$last"
}

in_range() {
  read_address "$1" && [ "$bits" -eq "$size" ] && agree "$first" "$numbers" "$prefix" || return 1
  [ -z "$last" ] || { in_order "$first" "$numbers" && in_order "$numbers" "$last"; }
}

# Takes a string up to its last quote from `json` into `text`; what is escaped stays so.
take_string() {
  json=${json#?} text=
  while :; do
    part=${json%%[\\\"]*}
    json=${json#"$part"} text=$text$part
    case $json in
    \"*) break ;;
    \\?*) text=$text${json%"${json#??}"} json=${json#??} ;;
    *) return 1 ;;
    esac
  done
  case "$open $key" in
  '}] name') name=$text ;;
  '}] interface') interface=$text ;;
  ']}] ips') if read_address "$text"; then ips="$ips $text"; else odd="$odd '$text'"; fi ;;
  esac
}

end_item() {
  case "$name $interface" in
  "$NETWORK $INTERFACE") found=yes addresses=${ips# } wrong=${odd# } ;;
  "$NETWORK "*) elsewhere="$elsewhere ${interface:-(no interface)}" ;;
  *) others="$others ${name:-(no name)}" ;;
  esac
}

# Goes through a list of items: `open` is what has to close, `}]` in an item, and `key` the item's last key.
read_items() {
  json=$1 open='' key='' found='' others='' elsewhere=''
  case ${json%%[!\[[:space:]]*} in *\[*) ;; *) return 1 ;; esac
  while :; do
    json=${json#"${json%%[][\{\}:,\"]*}"}
    case $json in
    \"*) take_string || return 1 ;;
    \[*) open="]$open" ;;
    \{*) open="}$open" && case $open in '}]') name='' interface='' ips='' odd='' key='' text='' ;; esac ;;
    :*) case $open in '}]') key=$text ;; esac ;;
    ,*) case $open in '}]') key='' ;; esac ;;
    "${open%"${open#?}"}"*) case $open in '}]') end_item ;; esac && open=${open#?} ;;
    *) return 1 ;;
    esac
    json=${json#?}
    [ -n "$open" ] || break
  done
  case $json in *[![:space:]]*) return 1 ;; esac
}

# Whether the pod has the interface of the network; if not, `lack` says what there is.
look() {
  status=$(cat "$STATUS" 2>/dev/null)
  lack='the pod has no annotation k8s.v1.cni.cncf.io/network-status'
  case $status in *[![:space:]]*) ;; *) return 1 ;; esac
  lack='the network status is not a JSON list'
  read_items "$status" || return 1
  lack="the network status has no $NETWORK, but:${others:- nothing}"
  [ -z "$elsewhere" ] || lack="the network status has $NETWORK not as $INTERFACE, but as:$elsewhere"
  [ -n "$found" ]
}

case $NETWORK in ?*/?*) ;; *) fail "NETWORK is not namespace/name: '$NETWORK'" 2 ;; esac
case $TIMEOUT in *[!0-9]* | 0?* | ??????*) fail "TIMEOUT is not a number of seconds: '$TIMEOUT'" 2 ;; esac
for range in $RANGES; do
  read_range "$range" || fail "RANGES has a word that is no range: '$range'" 2
done
# The first process of a container gets no TERM that it does not ask for, and a shell none while a program runs.
trap 'exit 143' TERM INT
waited=0
until look; do
  [ "$waited" -lt "$TIMEOUT" ] || fail "after $TIMEOUT s $lack; $hint"
  sleep 1 &
  wait "$!"
  waited=$((waited + 1))
done
[ -z "$wrong" ] || fail "the network status gives $INTERFACE what is no address: $wrong"
[ -n "$addresses" ] || fail "expected an address on $INTERFACE of $NETWORK, seen: none"
[ -e "$SYS/$INTERFACE" ] || fail "expected $INTERFACE with $addresses in the pod, seen: no such interface"
report=
for range in $RANGES; do
  read_range "$range"
  for address in $addresses; do
    in_range "$address" && report="$report$INTERFACE has $address of $range
" && continue 2
  done
  fail "expected an address of $range on $INTERFACE of $NETWORK, seen: $addresses"
done
printf '%s' "${report:-$INTERFACE has $addresses
}"
