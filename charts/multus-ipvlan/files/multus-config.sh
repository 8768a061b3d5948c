#!/bin/sh
# Makes Multus' configuration for a node. Read by node.sh, which says what the variables in capitals are.
# The cluster's own network goes into it as a copy of its file: given the file's path instead, Multus up to
# 4.3.0 hands its plugins a stripped configuration when a pod goes.
# shellcheck disable=SC2034 # node.sh reads what is set here

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

contains() { case $1 in *"$2"*) ;; *) return 1 ;; esac }
skip_blanks() { REST=${REST#"${REST%%[![:space:]]*}"}; }

# replace KEY NEW: the first string that TEXT has for the key becomes NEW.
replace() {
  field "$TEXT" "$1"
  old="\"$VALUE\"$REST"
  TEXT="${TEXT%"$old"}\"$2\"$REST"
}

# remove KEY: TEXT loses the key with its string.
remove() {
  field "$TEXT" "$1"
  head=${TEXT%"\"$VALUE\"$REST"}
  head=${head%"\"$1\""*}
  skip_blanks
  case $REST in ,*) TEXT=$head${REST#,} ;; *) TEXT=${head%,*}$REST ;; esac
}

append() { TEXT="${TEXT%\}*},\"$1\":$2}"; }

# BARE becomes a JSON text without its strings and white space.
strip_strings() {
  BARE='' REST=$1
  while contains "$REST" '"'; do
    BARE=$BARE${REST%%\"*}
    REST=${REST#*\"}
    while :; do
      part=${REST%%[\\\"]*}
      REST=${REST#"$part"}
      case $REST in \"*) break ;; \\?*) REST=${REST#??} ;; *) return 1 ;; esac
    done
    REST=${REST#?}
  done
  BARE=$(printf '%s' "$BARE$REST" | tr -d ' \t\r\n')
}

# Whether a text is a JSON object and not the first half of one: its brackets match.
is_whole() {
  strip_strings "$1" || return 1
  case $BARE in *,\}* | *,\]*) return 1 ;; \{*\}) ;; *) return 1 ;; esac
  open=''
  while [ -n "$BARE" ]; do
    case $BARE in
      \{*) open="}$open" ;;
      \[*) open="]$open" ;;
      [\}\]]*) case $BARE in "${open%"${open#?}"}"*) open=${open#?} ;; *) return 1 ;; esac ;;
    esac
    BARE=${BARE#?}
    [ -n "$open" ] || [ -z "$BARE" ] || return 1
  done
  [ -z "$open" ]
}

# is_older VERSION OTHER: false for what is no version.
is_older() {
  one=$1. other=$2.
  while [ -n "$one" ] && [ -n "$other" ]; do
    [ "${one%%.*}" -eq "${other%%.*}" ] || { [ "${one%%.*}" -lt "${other%%.*}" ]; return; }
    one=${one#*.} other=${other#*.}
  done
  return 1
} 2>/dev/null

# CAPABILITIES becomes what the plugins of a configuration can do: what Multus does not name too, such as
# portMappings, the runtime does not tell it.
find_capabilities() {
  CAPABILITIES='' REST=$1
  while :; do
    case $REST in *'"capabilities"'*) REST=${REST#*'"capabilities"'} ;; *) return 0 ;; esac
    skip_blanks
    REST=${REST#:}
    skip_blanks
    case $REST in \{*) flags=${REST%%\}*}, ;; *) continue ;; esac
    while [ -n "$flags" ]; do
      flag=${flags%%,*} flags=${flags#*,}
      case $flag in *\"*\"*:*true*) ;; *) continue ;; esac
      flag=${flag%\"*}
      flag="\"${flag##*\"}\":true"
      contains ",$CAPABILITIES," ",$flag," || CAPABILITIES=$CAPABILITIES${CAPABILITIES:+,}$flag
    done
  done
}

# PRIMARY becomes the file of the cluster's own network, or nothing if it lies where this pod cannot look.
find_primary() {
  PRIMARY=''
  case $NETWORK in
    "$CONF_DIR"/*) PRIMARY=$NODE_CONF/${NETWORK#"$CONF_DIR"/} && [ -f "$PRIMARY" ] && [ -s "$PRIMARY" ] && return ;;
    '' | */*) return 0 ;;
    *)
      for PRIMARY in "$NODE_CONF"/*; do ! is_primary || return 0; done
      [ ! -e "$STAGING/unseen" ] || { PRIMARY='' && return; }
      ;;
  esac
  case $NETWORK in
    auto) WHY="there is no file .conf, .conflist or .json with a network in $CONF_DIR" ;;
    */*) WHY="there is no $NETWORK" ;;
    *) WHY="there is no file with the name \"$NETWORK\" in $CONF_DIR" ;;
  esac
  return 1
}

# A name may be that of an object that only Multus finds: after a while it stays a name without a file.
accept_name() {
  case $NETWORK in auto | */*) return ;; esac
  say "goes on without: $WHY"
  : >"$STAGING/unseen"
}

is_primary() {
  case ${PRIMARY##*/} in 00-multus.conf*) return 1 ;; *.conf | *.conflist | *.json) ;; *) return 1 ;; esac
  [ -f "$PRIMARY" ] && [ -s "$PRIMARY" ] || return 1
  network=$(cat "$PRIMARY" 2>/dev/null)
  if [ "$NETWORK" = auto ]; then
    # Some container runtimes leave a file for the loopback interface, which is no network of pods.
    ! field "$network" type || [ "$VALUE" != loopback ]
    return
  fi
  REST=$network
  while field "$REST" name && [ "$VALUE" != "$NETWORK" ]; do :; done
  [ "$VALUE" = "$NETWORK" ]
}

# TEXT becomes Multus' configuration as the node gets it, TYPE its plugin. False where the cluster's own
# network is not there yet: WHY says what is missing.
make_config() {
  # An image that writes the configuration itself knows best.
  base=$STAGING/net.d/00-multus.conf
  [ -e "$base" ] || base=$CONFIG/00-multus.conf
  need_text "$base"
  TEXT=$(cat "$base")
  field "$TEXT" type || fail "cannot tell Multus' plugin, there is no type: $base"
  TYPE=$VALUE
  field "$TEXT" clusterNetwork
  NETWORK=$VALUE
  case ${NETWORK##*/} in 00-multus.conf*) fail "Multus cannot be the cluster's own network: $NETWORK" ;; esac
  find_primary || return 1
  network='' version=''
  if [ -n "$PRIMARY" ]; then
    if ! network=$(cat "$PRIMARY" 2>/dev/null); then
      WHY="it cannot be read, is its owner root? $CONF_DIR/${PRIMARY##*/}"
      return 1
    fi
    is_whole "$network" || { WHY="it is no whole JSON object: $CONF_DIR/${PRIMARY##*/}"; return 1; }
    if field "$network" cniVersion; then version=$VALUE; fi
  fi
  field "$TEXT" cniVersion
  if [ "$VALUE" = auto ] && [ -z "$version" ]; then
    WHY="no cniVersion can be read, set multus.cniVersion: ${NETWORK:-there is no clusterNetwork}"
    [ -z "$PRIMARY" ] || WHY="there is no cniVersion, set multus.cniVersion: $CONF_DIR/${PRIMARY##*/}"
    return 1
  fi
  # A result in an older version than its own is what the primary plugin cannot give.
  if [ "$VALUE" = auto ] || is_older "$VALUE" "$version"; then replace cniVersion "$version"; fi
  find_capabilities "$network"
  if [ -n "$CAPABILITIES" ] && ! contains "$TEXT" '"capabilities"'; then
    append capabilities "{$CAPABILITIES}"
  fi
  case $PRIMARY:$NETWORK in
    ?*:auto | ?*:*/*)
      # A list without a version gets Multus' own, but at DEL Multus would strip it.
      field "$TEXT" cniVersion
      [ -n "$version" ] || [ -z "$VALUE" ] || network="{\"cniVersion\":\"$VALUE\",${network#*\{}"
      remove clusterNetwork
      append delegates "[$network]"
      ;;
  esac
}
