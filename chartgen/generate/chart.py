"""Definition and model become the files of a chart."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from jinja2 import DictLoader, Environment

from chartgen.core.errors import InputError
from chartgen.core.json_schema import Schema
from chartgen.core.suggest import did_you_mean
from chartgen.core.yaml import format_path
from chartgen.generate.crds import with_crds
from chartgen.generate.defaults import apply_defaults, needed_keys
from chartgen.generate.environment import environment
from chartgen.generate.metadata import changelog, chart_yaml
from chartgen.generate.platform_file import platform_file, sections
from chartgen.generate.readme import values_table
from chartgen.generate.values_schema import values_schema
from chartgen.generate.values_yaml import values_yaml
from chartgen.kubernetes import kubeversion
from chartgen.model.catalogue import Catalogue
from chartgen.model.component import Component
from chartgen.model.components.networks import OWN_FIELDS, TYPED
from chartgen.model.definition import Definition, Image
from chartgen.model.platform import Platform
from chartgen.model.profile import Profile
from chartgen.model.renamed import RENAMED
from chartgen.model.value import default_tree

LIST_FILE = ".chartgen-files"
"""Lists the files that the generator wrote, itself among them; not packaged."""

_ROOT: Final = Path(__file__).resolve().parent / "templates"
_CHART_ROOT = ("crds", "ci")


@dataclass(frozen=True)
class _Build:
    definition: Definition
    catalogue: Catalogue

    @cached_property
    def components(self) -> tuple[Component, ...]:
        names = ", ".join(platform.name for platform in self.catalogue.platforms)
        return apply_defaults(
            tuple(
                replace(
                    component,
                    values=tuple(
                        replace(value, doc=value.doc.replace("{platforms}", names))
                        for value in component.values
                    ),
                )
                for component in self.catalogue.components
            ),
            self.definition,
        )

    @cached_property
    def default_platform(self) -> Platform:
        wanted = next(
            value.default
            for component in self.components
            for value in component.values
            if value.path == "platform"
        )
        for platform in self.catalogue.platforms:
            if platform.name == wanted:
                return platform
        known = ", ".join(platform.name for platform in self.catalogue.platforms)
        raise InputError(
            f"defaults.platform: {'null' if wanted is None else repr(wanted)} is not a known platform",
            where=self.definition.locate(("defaults", "platform")),
            hint=did_you_mean(str(wanted), known.split(", ")) or f"use one of: {known}",
        )

    @cached_property
    def app_version(self) -> str:
        """The version of Multus on the default platform."""
        image = self.definition.images[self.default_platform.profile.name]["multus"]
        return image.tag.removeprefix("v") or image.digest.removeprefix("sha256:")[:12]

    @property
    def default_images(self) -> dict[str, Image]:
        """The images that run where nothing is set, by component."""
        platform = self.default_platform
        profile = platform.profile
        there = {*platform.components, *(["node"] if platform.components else [])}
        used = {
            container.image or container.component
            for container in (*profile.init_containers, *profile.containers)
            if container.flag in there
        }
        images = self.definition.images[profile.name]
        return {component: image for component, image in images.items() if component in used}

    def context(self) -> dict[str, Any]:
        return {
            "name": self.definition.name,
            "definition": self.definition,
            "app_version": self.app_version,
            "platforms": self.catalogue.platforms,
            "default_platform": self.default_platform,
            "profiles": self.catalogue.profiles,
            "containers": self.catalogue.containers,
            "deployments": self.catalogue.deployments,
            "deployed": {item.name for each in self.catalogue.deployments for item in each.containers},
            "roles": self.catalogue.roles,
            "renamed": RENAMED,
            "platform_values": sections(self.default_platform.defaults),
            "typed": TYPED,
            "needed": needed_keys(self.components),
            "values_table": values_table(self.components),
            "network_fields": OWN_FIELDS,
        }


def chart_files(definition: Definition, catalogue: Catalogue) -> dict[str, bytes]:
    """Give every file of the chart by its POSIX path, sorted, the list of files included.

    The result depends on the arguments alone.

    Raises:
        InputError: the definition lacks an image that a platform needs, sets an unknown default, or asks for
            Kubernetes versions in words that Helm cannot read.
    """
    if not kubeversion.is_readable(definition.kube_version):
        raise InputError(
            f"chart.kubeVersion: {definition.kube_version!r} is no constraint that Helm can read",
            where=definition.locate(("chart", "kubeVersion")),
            hint="use one such as >=1.28.0-0",
        )
    _require_images(definition, catalogue)
    build = _Build(definition, catalogue)
    texts = with_crds(dict(_templates(build.context())), definition.crds)
    for platform in catalogue.platforms:
        texts[f"files/platforms/{platform.name}.json"] = platform_file(
            platform, definition.images[platform.profile.name]
        )
    texts["values.yaml"] = values_yaml(
        build.components,
        f"Values of the chart {definition.name}. Generated by chartgen; edit its model instead.",
    )
    texts["values.schema.json"] = values_schema(
        (value for component in build.components for value in component.values),
        title=f"Values of the chart {definition.name}",
        renamed=RENAMED,
    )
    _check_defaults(build, json.loads(texts["values.schema.json"]))
    texts["Chart.yaml"] = chart_yaml(
        definition,
        build.app_version,
        build.default_images,
        [text for path, text in sorted(texts.items()) if path.startswith("crds/")],
    )
    texts["CHANGELOG.md"] = changelog(definition)
    texts[LIST_FILE] = "".join(f"{path}\n" for path in sorted([*texts, LIST_FILE]))
    return {path: text.encode() for path, text in sorted(texts.items())}


def _require_images(definition: Definition, catalogue: Catalogue) -> None:
    profiles = {profile.name for profile in catalogue.profiles}
    needed = catalogue.image_components
    for profile, components in definition.images.items():
        for known, names, path in ((profiles, [profile], ()), (needed, components, (profile,))):
            for unknown in [name for name in names if name not in known]:
                raise InputError(
                    f"{'.'.join(('images', *path, unknown))}: no platform of the model uses it",
                    where=definition.locate(("images", *path, unknown), key=True),
                    hint=did_you_mean(unknown, known) or f"known here: {', '.join(sorted(known))}",
                )
    for platform in catalogue.platforms:
        missing = [
            component
            for component in needed
            if component not in definition.images.get(platform.profile.name, {})
        ]
        if missing:
            raise InputError(
                f"images.{platform.profile.name}.{missing[0]}: missing; platform {platform.name} needs it",
                where=definition.locate(("images", platform.profile.name)),
                hint="give repository and tag, and the digest if you know it",
            )


def _check_defaults(build: _Build, schema: Mapping[str, Any]) -> None:
    """Refuse defaults of the definition that the chart's own schema refuses."""
    values = (value for component in build.components for value in component.values)
    for problem in Schema(schema, file="values.schema.json").problems(default_tree(values)):
        path = ("defaults", *problem.path)
        raise InputError(
            f"{format_path(path)}: {problem.message}", where=build.definition.locate(path), hint=problem.hint
        )


def _templates(context: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    sources, jinja = _sources()
    for path, source in sources.items():
        folder = path.split("/")[0]
        if not path.endswith(".j2"):
            yield _target(path), source
        elif folder == "each":
            yield from _each(jinja, path, context)
        else:
            yield _target(path.removesuffix(".j2")), jinja.get_template(path).render(context)


@cache
def _sources() -> tuple[Mapping[str, str], Environment]:
    """Give the templates by path, and what compiles each of them once: a bump writes three charts."""
    files = (path for path in sorted(_ROOT.rglob("*")) if path.is_file())
    sources = {path.relative_to(_ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}
    return sources, environment(DictLoader(sources))


def _each(jinja: Environment, path: str, context: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Write one file a role or Deployment from the template of that name."""
    template = jinja.get_template(path)
    if path == "each/role.yaml.j2":
        for role in context["roles"]:
            for kind in _role_kinds(role.name, context["profiles"]):
                target = f"templates/{role.component}/{role.name}-{kind.lower()}.yaml"
                yield target, template.render(context, role=role, kind=kind)
    else:
        kind = path.removeprefix("each/").removesuffix(".yaml.j2")
        for deployment in context["deployments"]:
            target = f"templates/{deployment.component}/{deployment.name}-{kind}.yaml"
            yield target, template.render(context, deployment=deployment)


def _role_kinds(name: str, profiles: Iterable[Profile]) -> Iterator[str]:
    """Give the kinds of objects that a role may become, each with its binding."""
    pools = [
        rule.pools
        for profile in profiles
        for role in profile.roles
        if role.name == name
        for rule in role.rules
    ]
    for kind, is_there in (("ClusterRole", not all(pools)), ("Role", any(pools))):
        if is_there:
            yield from (kind, f"{kind}Binding")


def _target(path: str) -> str:
    folder, _, rest = path.partition("/")
    if folder == "chart-root":
        return rest
    return path if folder in _CHART_ROOT else f"templates/{path}"
