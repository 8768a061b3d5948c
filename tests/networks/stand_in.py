"""Stands in for gcloud: records every call, keeps what was created, and speaks as gcloud 528.0.0 does.

The state is a JSON file beside the program, `state.json`: by kind and name, the lines that describe prints. The files
`denied` and `broken` hold words of a command: one that contains them all is refused, or fails half-way.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATE = HERE / "state.json"


def main(argv: list[str]) -> int:
    with (HERE / "calls").open("a") as calls:
        calls.write(json.dumps(argv) + "\n")
    words = [word for word in argv if not word.startswith("--")]
    options = dict(word[2:].partition("=")[::2] for word in argv if word.startswith("--"))
    try:
        answer(words, options)
    except GcloudError as error:
        sys.stderr.write(f"ERROR: (gcloud.{'.'.join(words[:-1])}) {error}\n")
        return 1
    return 0


def answer(words: list[str], options: dict[str, str]) -> None:
    state = json.loads(STATE.read_text()) if STATE.exists() else {}
    if is_told("denied", words):
        raise GcloudError(f"PERMISSION_DENIED: the caller does not have permission for {words[-1]}")
    if words == ["services", "list"]:
        service = options["filter"].removeprefix("config.name=")
        if f"services {service}" in state:
            sys.stdout.write(f"{service}\n")
        else:
            sys.stderr.write(
                f"WARNING: The following filter keys were not present in any resource : {service}\n"
            )
        return
    *kind, verb, name = words
    key = f"{' '.join(kind)} {name}"
    if verb == "describe":
        if key not in state:
            raise GcloudError(not_found(kind, name, options))
        sys.stdout.write("".join(f"{line}\n" for line in state[key]))
        return
    if key in state and verb == "create":
        raise GcloudError(f"ResponseError: code=409, message=Already exists: {name}")
    if is_told("broken", words):
        raise GcloudError("the connection was lost")
    state[key] = [facts(kind, name, options)]
    STATE.write_text(json.dumps(state))
    sys.stdout.write(f"Created {name}\n")


class GcloudError(Exception):
    pass


def is_told(file: str, words: list[str]) -> bool:
    place = HERE / file
    return place.exists() and {*place.read_text().split()} <= {*words}


def not_found(kind: list[str], name: str, options: dict[str, str]) -> str:
    if kind[0] == "compute":
        return f"Could not fetch resource:\n - The resource 'projects/{options['project']}/global/{kind[-1]}/{name}' was not found"
    return f"ResponseError: code=404, message=Not found: projects/{options['project']}/locations/{options['location']}/{kind[-1]}/{name}."


def facts(kind: list[str], name: str, options: dict[str, str]) -> str:
    if kind[-1] == "networks":
        return f"{name}\t{options['subnet-mode'] != 'custom'}"
    if kind[-1] == "subnets":
        return "\t".join((options["network"], options["range"], *options["secondary-range"].split("=")))
    if kind[-1] == "clusters":
        flags = [
            "True" if "enable-ip-alias" in options else "",
            "ADVANCED_DATAPATH" if "enable-dataplane-v2" in options else "",
        ]
        flags.append("True" if "enable-multi-networking" in options else "")
        return "\t".join(("RUNNING", options["network"], *flags, "1.33.5-gke.1162000"))
    if kind[-1] == "node-pools":
        node = dict(item.split("=") for item in options["additional-node-network"].split(","))
        pod = dict(item.split("=") for item in options["additional-pod-network"].split(","))
        return "\t".join(
            (
                "RUNNING",
                node["network"],
                node["subnetwork"],
                pod["subnetwork"],
                pod["pod-ipv4-range"],
                pod["max-pods-per-node"],
            )
        )
    return name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
