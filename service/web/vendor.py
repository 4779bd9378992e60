"""Updates the vendored fonts and icons: `python -m service.web.vendor`.

Needs npm and a network, and is run only to change a version; the files themselves are committed.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
STATIC = HERE / "static"


@dataclass(frozen=True, slots=True)
class Package:
    """name, version: as in the npm registry. sha512: of the packed tarball. files: member → place under static/."""

    name: str
    version: str
    sha512: str
    files: dict[str, str]
    icons: tuple[str, ...] = ()
    sprite: str = ""


def load_packages(path: Path = HERE / "vendor.toml") -> list[Package]:
    """Every package of `vendor.toml`, in its order."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["packages"]
    return [Package(**{**row, "icons": tuple(row.get("icons", ()))}) for row in rows]


def unpack(package: Package, tarball: Path, target: Path = STATIC) -> list[Path]:
    """The files written. Raises ValueError, before anything is written, when the checksum differs."""
    digest = hashlib.sha512(tarball.read_bytes()).hexdigest()
    if digest != package.sha512:
        raise ValueError(f"{package.name} {package.version}: sha512 is {digest}, vendor.toml says {package.sha512}")
    written = []
    with tarfile.open(tarball) as archive:
        for member, place in package.files.items():
            written.append(_write(target / place, _read(archive, member)))
        if package.sprite:
            sprite = cut_sprite(_read(archive, package.sprite).decode("utf-8"), package.icons)
            written.append(_write(target / "img/icons.svg", sprite.encode("utf-8")))
    return written


def cut_sprite(sprite: str, wanted: tuple[str, ...]) -> str:
    """An SVG sprite with only the wanted symbols. Raises ValueError when one is not in `sprite`."""
    symbols = {m[1]: m[0] for m in re.finditer(r'<symbol id="([^"]+)".*?</symbol>', sprite, flags=re.S)}
    if missing := [name for name in wanted if name not in symbols]:
        raise ValueError(f"no such icon: {', '.join(missing)}")
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols[name] for name in wanted) + "</svg>\n"


def _read(archive: tarfile.TarFile, member: str) -> bytes:
    handle = archive.extractfile(f"package/{member}")
    if handle is None:
        raise ValueError(f"{member} is not a file")
    return handle.read()


def _write(place: Path, content: bytes) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return place


def main() -> None:
    """Packs each package, checks its sum, writes its files."""
    for package in load_packages():
        with tempfile.TemporaryDirectory() as folder:
            command = ["npm", "pack", f"{package.name}@{package.version}", "--silent", "--pack-destination", folder]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            written = unpack(package, next(Path(folder).glob("*.tgz")))
        sys.stderr.write(f"{package.name} {package.version}: {len(written)} files\n")


if __name__ == "__main__":
    main()
