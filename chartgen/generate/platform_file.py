"""The chart's files/platforms/<name>.json: a platform and its profile, as data that templates read.

A file is read only where its platform is chosen; as templates all platforms would be parsed at each render.
"""

import json
from collections.abc import Mapping
from typing import Any

from chartgen.model.container import Container
from chartgen.model.definition import Image
from chartgen.model.platform import Platform
from chartgen.model.profile import Role


def platform_file(platform: Platform, images: Mapping[str, Image]) -> str:
    """Write the file of one platform; `images` are its profile's, by component."""
    profile = platform.profile
    data = {
        "profile": profile.name,
        "tag": profile.tag,
        "mark": platform.mark,
        "api": platform.api,
        "components": list(platform.components),
        "privileged": platform.privileged,
        "capabilities": _capabilities(platform.capabilities),
        "assignsUsers": platform.assigns_users,
        "affinity": platform.affinity,
        "defaults": sections(platform.defaults),
        "images": {
            component: {"repository": image.repository, "tag": image.tag, "digest": image.digest}
            for component, image in images.items()
        },
        "initContainers": [_flagged(container) for container in profile.init_containers],
        "containers": [_flagged(container) for container in profile.containers],
        "cron": any(mount.volume == "cron" for item in profile.containers for mount in item.mounts),
        "deployments": [
            {"component": item.component, "flag": item.when, "since": item.since}
            for item in profile.deployments
        ],
        "roles": {role.name: _role(role) for role in profile.roles},
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def sections(defaults: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Nest the defaults of a platform, whose paths all have two parts."""
    nested: dict[str, dict[str, str]] = {}
    for path, default in defaults.items():
        section, key = path.split(".")
        nested.setdefault(section, {})[key] = default
    return nested


def _role(role: Role) -> Mapping[str, Any]:
    rules: list[Mapping[str, Any]] = []
    for rule in role.rules:
        data: dict[str, Any] = {"apiGroups": [rule.api_group], "resources": list(rule.resources)}
        if rule.resource_names:
            data["resourceNames"] = list(rule.resource_names)
        data["verbs"] = list(rule.verbs)
        rules.append(
            {"kind": "Role" if rule.pools else "ClusterRole", "flag": rule.when or role.when, "rule": data}
        )
    return {"flag": role.when, "account": role.account, "rules": rules}


def _capabilities(added: tuple[str, ...]) -> Mapping[str, list[str]]:
    return {"drop": ["ALL"], **({"add": list(added)} if added else {})}


def _flagged(container: Container) -> Mapping[str, Any]:
    return {"name": container.name, "flag": container.flag}
