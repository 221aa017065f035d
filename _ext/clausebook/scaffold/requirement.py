"""How a repository asks for Clausebook: a version, an address, or a wheel that it keeps itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

from packaging.requirements import Requirement as PipRequirement
from packaging.utils import canonicalize_name

from clausebook import __version__
from clausebook.scaffold.facts import UnusableAnswerError

# Where a repository keeps a wheel that no index has.
VENDOR = "vendor"


@dataclass(frozen=True)
class Requirement:
    """A line for pip, files that it needs in the repository, and perhaps what people should know about it."""

    line: str
    files: dict[str, bytes | str] = field(default_factory=dict)
    caution: str = ""


def requirement_of(spec: str | None) -> Requirement:
    """Make the requirement that ``spec`` asks for: a wheel, a folder, or anything that pip takes on a line.

    Without one, ask for what is running: the wheel or the commit that it was installed from, otherwise its version.
    Raises UnusableAnswerError if the spec is none, and OSError if a wheel cannot be read.
    """
    if spec is None:
        return _running()
    text = spec.strip()
    if not text or "\n" in text or "\r" in text or text.startswith("-"):
        raise UnusableAnswerError(f"--clausebook {spec!r} is no requirement: write such as clausebook=={__version__}")
    path = Path(text)
    if path.suffix == ".whl" and path.is_file():
        return _kept(path)
    if path.is_dir():
        return _folder(path.resolve())
    if text.endswith(".whl") and "://" not in text:
        raise UnusableAnswerError(f"--clausebook {text}: there is no such wheel")
    return Requirement(f"clausebook @ {text}" if "://" in text and " @ " not in text else text)


def _running() -> Requirement:
    version = Requirement(f"clausebook=={__version__}")
    try:
        origin = distribution("clausebook").read_text("direct_url.json")  # PEP 610
        direct = json.loads(origin) if origin else {}
    except (PackageNotFoundError, ValueError):
        return version
    url, vcs = str(direct.get("url", "")), direct.get("vcs_info")
    if isinstance(vcs, dict):
        return Requirement(f"clausebook @ {vcs.get('vcs')}+{url}@{vcs.get('commit_id')}")
    path = Path(unquote(urlsplit(url).path)) if url.startswith("file:") else None
    if path is None:
        return Requirement(f"clausebook @ {url}") if url else version
    if path.is_dir():
        return _folder(path)
    return _kept(path) if path.is_file() else version


def pins() -> str:
    """Write the versions of all that Clausebook needs as they are installed here, where it works."""
    waiting, found = ["clausebook"], {}
    while waiting:
        name = waiting.pop()
        try:
            package = distribution(name)
        except PackageNotFoundError:  # Other computers may need it.
            continue
        for needed in map(PipRequirement, package.requires or ()):
            wanted = needed.marker is None or needed.marker.evaluate({"extra": ""})
            if wanted and canonicalize_name(needed.name) not in found:
                found[canonicalize_name(needed.name)] = ""
                waiting.append(needed.name)
        found[canonicalize_name(name)] = package.version
    return "".join(
        f"{name}=={version}\n" for name, version in sorted(found.items()) if version and name != "clausebook"
    )


def _kept(wheel: Path) -> Requirement:
    name = f"{VENDOR}/{wheel.name}"
    return Requirement(f"./{name}", {name: wheel.read_bytes()})


def _folder(path: Path) -> Requirement:
    caution = (
        f"requirements.txt names {path}, a folder of this computer: elsewhere, such as in continuous integration, "
        "write there where others find Clausebook, or begin again with --clausebook and a wheel or an address"
    )
    return Requirement(f"clausebook @ {path.as_uri()}", caution=caution)
