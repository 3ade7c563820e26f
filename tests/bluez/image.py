# SPDX-License-Identifier: MIT
"""Builds the machine: Debian packages unpacked, our pinned wheels, a kernel with its modules.

Nothing is installed on this computer and nothing needs root: the packages are only unpacked, so
what their scripts would have done is done here. Made once, in `.cache/bluez`, and again when
something that goes into it changes.
"""

import hashlib
import lzma
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUEST = Path(__file__).with_name("guest")
FOLDER = ROOT / ".cache" / "bluez"
REQUIREMENTS = ROOT / "requirements" / "run.txt"
SUITE = "trixie"
PACKAGES = (
    "usr-is-merged",
    "linux-image-amd64",
    "bluez",
    "dbus-daemon",
    "dbus-bin",
    "busybox-static",
    "python3",
)
# In this order: without drbg the kernel can make no key pair, and bluetooth fails its self-test.
MODULES = (
    *("virtio_pci", "virtio_console", "virtio_rng", "9pnet_virtio", "9p", "overlay"),
    *("ctr", "sha512_generic", "drbg", "cmac", "ecb", "algif_hash", "algif_skcipher"),
    *("bluetooth", "hci_uart", "uhid"),
)
TOOLS = ("qemu-system-x86_64", "mmdebstrap")
PLATFORMS = ("manylinux2014_x86_64", "manylinux_2_28_x86_64", "manylinux_2_34_x86_64")
_INIT_LINKS = ("sh", "cat", "mkdir", "mount", "modprobe", "reboot", "switch_root")


class MissingToolsError(Exception):
    """A program that the machine is made of or run with is not installed here."""


def missing_tools() -> list[str]:
    """Return the programs that have to be installed first."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def build() -> Path:
    """Return the folder of the machine, made anew if it is not there or is another one."""
    if missing := missing_tools():
        raise MissingToolsError(f"not installed: {', '.join(missing)}; make setup-bluez does it")
    stamp = FOLDER / "made-of"
    if stamp.is_file() and stamp.read_text() == _made_of():
        return FOLDER
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    rootfs = FOLDER / "rootfs"
    _unpack(rootfs)
    _install_wheels(rootfs)
    _make_initramfs(rootfs)
    _finish(rootfs)
    stamp.write_text(_made_of())
    return FOLDER


def site() -> Path:
    """Return a folder with the product in it, as its wheel installs it: made anew each time."""
    wheels, folder = FOLDER / "wheel", FOLDER / "site"
    for old in (wheels, folder):
        shutil.rmtree(old, ignore_errors=True)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    _run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, ROOT)
    (wheel,) = wheels.glob("*.whl")
    _run(*pip, "install", "--no-deps", "--target", folder, wheel)
    for name in ("server.py", "measure.py"):
        shutil.copy(GUEST / name, folder)
    _compile(FOLDER / "rootfs", folder)
    return folder


def _made_of() -> str:
    parts = (Path(__file__), REQUIREMENTS, *sorted(GUEST.glob("*.sh")))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def _run(*command: str | Path, **options: object) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-30:])
        raise RuntimeError(f"{' '.join(map(str, command))}:\n{said}")


def _unpack(rootfs: Path) -> None:
    """Lay Debian's packages down. Links as of a merged /usr have to be there before."""
    links = " && ".join(f"mkdir -p usr/{one} && ln -s usr/{one} {one}" for one in _MERGED)
    leave_out = [
        f"--dpkgopt=path-exclude=/usr/share/{one}/*" for one in ("doc", "man", "locale", "info")
    ]
    _run(
        "mmdebstrap",
        "--quiet",
        "--mode=chrootless",
        "--variant=extract",
        f'--setup-hook=cd "$1" && {links}',
        f"--include={','.join(PACKAGES)}",
        *leave_out,
        SUITE,
        rootfs,
    )


_MERGED = ("bin", "sbin", "lib", "lib64")


def _python(rootfs: Path) -> str:
    """Return the version of the machine's Python, such as 3.13."""
    return str((rootfs / "usr/bin/python3").readlink()).removeprefix("python")


def _install_wheels(rootfs: Path) -> None:
    """Install what the product needs, from the same lock as everywhere."""
    version = _python(rootfs)
    target = rootfs / f"usr/local/lib/python{version}/dist-packages"
    platforms = [f"--platform={one}" for one in PLATFORMS]
    _run(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--require-hashes", "--only-binary=:all:", f"--python-version={version}", *platforms),
        *("--target", target, "-r", REQUIREMENTS),
    )
    _compile(rootfs, rootfs / f"usr/lib/python{version}", target)


def _compile(rootfs: Path, *folders: Path) -> None:
    """Compile Python files by the machine's own Python, which runs here, too; there it is slow."""
    loader = rootfs / "lib64/ld-linux-x86-64.so.2"
    libraries = rootfs / "usr/lib/x86_64-linux-gnu"
    environment = {"PYTHONHOME": str(rootfs / "usr"), "PATH": "/nonexistent"}
    _run(
        *(loader, "--library-path", libraries, rootfs / "usr/bin/python3", "-m", "compileall"),
        *("-q", "--invalidation-mode", "unchecked-hash", *folders),
        env=environment,
    )


def _make_initramfs(rootfs: Path) -> None:
    """Make what the kernel begins with: busybox, and the modules with all that they need."""
    busybox = rootfs / "usr/bin/busybox"
    (version,) = [path.name for path in (rootfs / "usr/lib/modules").iterdir()]
    (kernel,) = (rootfs / "boot").glob("vmlinuz-*")
    shutil.copy(kernel, FOLDER / "vmlinuz")
    shutil.rmtree(rootfs / "boot")
    first = FOLDER / "initramfs"
    there = first / "lib/modules" / version
    everything = FOLDER / "modules"
    shutil.move(rootfs / "usr/lib/modules" / version, everything / "lib/modules" / version)
    source = everything / "lib/modules" / version
    for packed in source.rglob("*.ko.xz"):
        packed.with_suffix("").write_bytes(lzma.decompress(packed.read_bytes()))
        packed.unlink()
    _run(busybox, "depmod", "-b", everything, version)
    for name in _with_dependencies(source):
        (there / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / name, there / name)
    for name in ("modules.builtin", "modules.order"):
        shutil.copy(source / name, there / name)
    _run(busybox, "depmod", "-b", first, version)
    shutil.rmtree(everything)
    (first / "bin").mkdir()
    shutil.copy(busybox, first / "bin")
    for name in _INIT_LINKS:
        (first / "bin" / name).symlink_to("busybox")
    (first / "modules").write_text(" ".join(MODULES))
    shutil.copy(GUEST / "initramfs.sh", first / "init")
    (first / "init").chmod(0o755)
    packed = f"find . | {busybox} cpio -o -H newc | gzip -1 > {FOLDER / 'initrd.gz'}"
    _run("sh", "-c", packed, cwd=first)
    shutil.rmtree(first)


def _with_dependencies(source: Path) -> list[str]:
    """Return the files of MODULES and of all that they depend on."""
    needs = {}
    for line in (source / "modules.dep").read_text().splitlines():
        name, _, others = line.partition(":")
        needs[name] = others.split()
    builtin = (source / "modules.builtin").read_text()
    found: dict[str, None] = {}
    for module in MODULES:
        pattern = re.compile(r"(^|/)" + re.sub("[-_]", "[-_]", module) + r"\.ko$")
        files = [name for name in needs if pattern.search(name)]
        if not files and not re.search(pattern.pattern.removesuffix("$"), builtin, re.M):
            raise RuntimeError(f"this kernel has no module {module}")
        for name in files:
            found |= dict.fromkeys([name, *needs[name]])
    return list(found)


def _finish(rootfs: Path) -> None:
    """Do what the packages' scripts would have done, and lay the first program down."""
    busybox = rootfs / "usr/bin/busybox"
    for folder in ("dev", "proc", "sys", "run", "tmp", "root", "site", "bb", "var/lib/bluetooth"):
        (rootfs / folder).mkdir(parents=True, exist_ok=True)
    shutil.rmtree(rootfs / "var/run", ignore_errors=True)
    (rootfs / "var/run").symlink_to("/run")
    listed = subprocess.run([busybox, "--list"], capture_output=True, text=True, check=True)
    for name in listed.stdout.split():
        (rootfs / "bb" / name).symlink_to("/usr/bin/busybox")
    etc = rootfs / "etc"
    etc.joinpath("passwd").write_text(
        "root:x:0:0:root:/root:/bin/sh\nmessagebus:x:100:100::/:/bin/false\n"
    )
    etc.joinpath("group").write_text("root:x:0:\nmessagebus:x:100:\nbluetooth:x:101:\n")
    etc.joinpath("hosts").write_text("127.0.0.1 localhost\n")
    etc.joinpath("machine-id").write_text("0123456789abcdef0123456789abcdef\n")
    program = rootfs / "usr/local/bin/loslaten"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text("#!/usr/bin/python3\nfrom loslaten.cli import main\n\nmain()\n")
    program.chmod(0o755)
    shutil.copy(GUEST / "start.sh", rootfs / "start")
    (rootfs / "start").chmod(0o755)


if __name__ == "__main__":
    try:
        print(build())  # noqa: T201
    except MissingToolsError as error:
        sys.exit(str(error))
