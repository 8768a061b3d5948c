#!/usr/bin/env bash
# What the chart multus-ipvlan needs on GKE: a VPC and a subnet for an extra network interface of nodes and pods,
# a cluster with multi-networking, and a node pool whose nodes have that interface.
#
# Each step looks first and creates only what is not there, so the script can be run again after a failure. What
# is there and contradicts the settings ends it. Nothing is ever changed or deleted.
set -euo pipefail
shopt -s extglob

# chartgen writes the settings here.

# A question that nobody sees would wait for ever.
export CLOUDSDK_CORE_DISABLE_PROMPTS=1
DRY_RUN=false

usage() {
  cat <<EOF
usage: ${BASH_SOURCE[0]:-gke.sh} [--dry-run | --values | --help]
  --dry-run  print the commands and do nothing; gcloud need not be installed
  --values   print the values file for the chart and do nothing
EOF
}

die() {
  printf 'error: %s\n' "$@" >&2
  exit 1
}

# Print a command as a shell reads it back. %q alone would escape every comma and bracket.
show() {
  local word line=
  for word in "$@"; do
    if [[ $word == *\'* ]]; then
      printf -v word '%q' "$word"
    elif [[ ! $word =~ ^[a-zA-Z0-9_./:=,@-]+$ ]]; then
      word="'$word'"
    fi
    line+=" $word"
  done
  printf '%s\n' "${line# }"
}

# Look for NAME with the command in DESCRIBE and put what it prints into FACTS. Gives 1 if there is no such thing.
# Only gcloud's own words for that count: without permission, or without a network, nothing is known. Compute
# says «The resource '…/NAME' was not found», GKE «code=404, message=Not found: …/NAME.».
look() {
  local errors
  if FACTS=$("${DESCRIBE[@]}" 2>"$ERRORS"); then
    [[ -n $FACTS ]]
    return
  fi
  errors=$(<"$ERRORS")
  case $errors in
    *"/$1' was not found"* | *"code=404"*"$1"*) return 1 ;;
  esac
  printf '%s\n' "$errors" >&2
  die "cannot tell whether $1 exists: see above"
}

# Make sure that NAME is there, with the commands in DESCRIBE and CREATE. One line of what DESCRIBE prints must
# match the pattern WANTED; WORDS say the same to people.
ensure() {
  local kind=$1 name=$2 wanted=$3 words=$4 line
  if $DRY_RUN; then
    printf '\n# %s %s: if the first command does not find it, the second creates it.\n' "$kind" "$name"
    show "${DESCRIBE[@]}"
    show "${CREATE[@]}"
    return
  fi
  if look "$name"; then
    printf '%s %s: is there\n' "$kind" "$name" >&2
  else
    printf '%s %s: creating it\n  ' "$kind" "$name" >&2
    show "${CREATE[@]}" >&2
    "${CREATE[@]}" >&2
    look "$name" || die "$kind $name: not found after it was created; run this again"
  fi
  while IFS= read -r line; do
    # shellcheck disable=SC2053 # a pattern on purpose
    if [[ $line == $wanted ]]; then
      return
    fi
  done <<<"$FACTS"
  if [[ $FACTS == PROVISIONING* ]]; then
    die "$kind $name is still being created, by an earlier run perhaps; run this again when it is RUNNING"
  fi
  printf 'error: %s %s is there, but not as wanted.\n  wanted: %s\n' "$kind" "$name" "$words" >&2
  printf '  found:  %s\n' "${FACTS//$'\n'/$'\n          '}" >&2
  printf '  hint: give chartgen gke what is there, choose another name, or change it yourself\n' >&2
  exit 1
}

services() {
  local service
  for service in compute.googleapis.com container.googleapis.com; do
    DESCRIBE=(gcloud services list "--project=$PROJECT" --enabled "--filter=config.name=$service"
      "--format=value(config.name)")
    CREATE=(gcloud services enable "$service" "--project=$PROJECT")
    ensure service "$service" "$service" "enabled"
  done
}

# A network of the legacy kind has no subnets, and no autoCreateSubnetworks either.
vpc() {
  DESCRIBE=(gcloud compute networks describe "$VPC" "--project=$PROJECT"
    "--format=value(name,autoCreateSubnetworks)")
  CREATE=(gcloud compute networks create "$VPC" "--project=$PROJECT" --subnet-mode=custom)
  ensure VPC "$VPC" "$VPC"$'\t@(True|False)' "a network that can have subnets"
}

# The primary range is for the extra interface of the nodes, the secondary one for that of the pods.
subnet() {
  DESCRIBE=(gcloud compute networks subnets describe "$SUBNET" "--project=$PROJECT" "--region=$REGION"
    "--flatten=secondaryIpRanges[]"
    "--format=value(network.basename(),ipCidrRange,secondaryIpRanges.rangeName,secondaryIpRanges.ipCidrRange)")
  CREATE=(gcloud compute networks subnets create "$SUBNET" "--project=$PROJECT" "--region=$REGION"
    "--network=$VPC" "--range=$PRIMARY_RANGE" "--secondary-range=$SECONDARY_RANGE_NAME=$SECONDARY_RANGE")
  ensure subnet "$SUBNET" "$VPC"$'\t'"$PRIMARY_RANGE"$'\t'"$SECONDARY_RANGE_NAME"$'\t'"$SECONDARY_RANGE" \
    "in VPC $VPC, range $PRIMARY_RANGE, with a secondary range $SECONDARY_RANGE_NAME of $SECONDARY_RANGE"
}

# Multi-networking, Dataplane V2 and alias addresses can only be had when a cluster is created. Its default pool
# has no extra interface, hence one node (in each zone).
cluster() {
  DESCRIBE=(gcloud container clusters describe "$CLUSTER" "--project=$PROJECT" "--location=$LOCATION"
    "--format=value(status,network,ipAllocationPolicy.useIpAliases,networkConfig.datapathProvider,networkConfig.enableMultiNetworking,currentMasterVersion)")
  CREATE=(gcloud container clusters create "$CLUSTER" "--project=$PROJECT" "--location=$LOCATION"
    "--network=$CLUSTER_NETWORK" "--subnetwork=$CLUSTER_SUBNET"
    --enable-ip-alias --enable-dataplane-v2 --enable-multi-networking --num-nodes=1)
  if [[ -n $CLUSTER_VERSION ]]; then
    CREATE+=("--cluster-version=$CLUSTER_VERSION")
  fi
  if [[ -n $CLUSTER_POD_RANGE ]]; then
    CREATE+=("--cluster-ipv4-cidr=$CLUSTER_POD_RANGE")
  fi
  if [[ -n $CLUSTER_SERVICE_RANGE ]]; then
    CREATE+=("--services-ipv4-cidr=$CLUSTER_SERVICE_RANGE")
  fi
  local version='@(1.@(2[89]|[3-9][0-9]|[1-9][0-9][0-9])|[2-9].*).*'
  ensure cluster "$CLUSTER" \
    '@(RUNNING|RECONCILING)'$'\t'"$CLUSTER_NETWORK"$'\tTrue\tADVANCED_DATAPATH\tTrue\t'"$version" \
    "RUNNING, in VPC $CLUSTER_NETWORK, with IP alias, Dataplane V2 and multi-networking, version 1.28 or newer"
}

# Networks of a node pool cannot be changed later. A pool with further networks is as good: its facts are one
# line for each pair of a node network and a pod network.
node_pool() {
  local node=networkConfig.additionalNodeNetworkConfigs pod=networkConfig.additionalPodNetworkConfigs
  DESCRIBE=(gcloud container node-pools describe "$NODE_POOL" "--project=$PROJECT" "--location=$LOCATION"
    "--cluster=$CLUSTER" "--flatten=${node}[],${pod}[]"
    "--format=value(status,$node.network.basename(),$node.subnetwork.basename(),$pod.subnetwork.basename(),$pod.secondaryPodRange,$pod.maxPodsPerNode.maxPodsPerNode)")
  CREATE=(gcloud container node-pools create "$NODE_POOL" "--project=$PROJECT" "--location=$LOCATION"
    "--cluster=$CLUSTER" "--machine-type=$MACHINE_TYPE" "--num-nodes=$NODE_COUNT"
    "--additional-node-network=network=$VPC,subnetwork=$SUBNET"
    "--additional-pod-network=subnetwork=$SUBNET,pod-ipv4-range=$SECONDARY_RANGE_NAME,max-pods-per-node=$MAX_PODS_PER_NODE")
  ensure "node pool" "$NODE_POOL" \
    '@(RUNNING|RECONCILING)'$'\t'"$VPC"$'\t'"$SUBNET"$'\t'"$SUBNET"$'\t'"$SECONDARY_RANGE_NAME"$'\t'"$MAX_PODS_PER_NODE" \
    "RUNNING, nodes in $VPC/$SUBNET, pods in $SUBNET/$SECONDARY_RANGE_NAME, $MAX_PODS_PER_NODE a node"
}

# A pod has to ask for a node of the pool: only these have the interface.
next_steps() {
  local namespace=${NAMESPACES%% *} pool="cloud.google.com/gke-nodepool=$NODE_POOL"
  printf '\n# The values of the chart, also printed by --values alone; keep them as values.yaml. Values of your own go after\n# them: -f values.yaml -f yours.yaml\n%s' "$VALUES"
  printf '\n# Next, with kubectl for the cluster:\n'
  show gcloud container clusters get-credentials "$CLUSTER" "--project=$PROJECT" "--location=$LOCATION"
  printf '\n# The nodes list their networks in annotations, and have the interface %s:\n' "$MASTER"
  show kubectl describe nodes -l "$pool"
  printf 'kubectl debug -it --image=busybox NODE -- ip addr show %q   # NODE: node/NAME of one of them\n' "$MASTER"
  printf '\n# A new VPC lets nothing in. Should pods on different nodes reach each other, allow what they need, or all:\n'
  show gcloud compute firewall-rules create multus-pods "--project=$PROJECT" "--network=$VPC" \
    "--source-ranges=$SECONDARY_RANGE" --allow=all
  printf '\n# Install the chart, and test it:\n'
  show helm install multus-ipvlan charts/multus-ipvlan -n kube-system -f values.yaml --wait
  show helm test multus-ipvlan -n kube-system
  printf '\n# A pod with the network: its network-status has net1 with an address of %s.\n' "$SECONDARY_RANGE"
  show kubectl run net-check -n "$namespace" --image=busybox \
    "--annotations=k8s.v1.cni.cncf.io/networks=$namespace/$NETWORK" \
    "--overrides={\"spec\":{\"nodeSelector\":{\"cloud.google.com/gke-nodepool\":\"$NODE_POOL\"}}}" -- sleep 3600
  show kubectl get pod net-check -n "$namespace" \
    -o 'jsonpath={.metadata.annotations.k8s\.v1\.cni\.cncf\.io/network-status}'
}

main() {
  if (($# > 1)); then
    usage >&2
    exit 2
  fi
  case ${1-} in
    '') ;;
    --dry-run) DRY_RUN=true ;;
    --values)
      printf '%s' "$VALUES"
      return
      ;;
    -h | --help)
      usage
      return
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  if ! $DRY_RUN && ! command -v gcloud >/dev/null; then
    die "gcloud is not on the PATH; install the Google Cloud CLI, or look at the commands with --dry-run"
  fi
  # gcloud warns on standard error of things that are no facts.
  ERRORS=$(mktemp)
  trap 'rm -f "$ERRORS"' EXIT
  services
  vpc
  subnet
  cluster
  node_pool
  next_steps
}

main "$@"
