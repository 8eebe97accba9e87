"""Run a command under the restrictions of a unit of deploy/systemd, as near as it goes without systemd.

    python tests/confined.py UNIT WRITABLE[,WRITABLE…] -- COMMAND …

What holds here: NoNewPrivileges, UMask, LimitNOFILE, LimitCORE, MemoryDenyWriteExecute (prctl), SystemCallFilter,
SystemCallErrorNumber, RestrictAddressFamilies, RestrictNamespaces, LockPersonality (seccomp), ReadWritePaths under
ProtectSystem=strict (Landlock), and as root an empty CapabilityBoundingSet and PrivateNetwork. What doesn't: limits of
memory and tasks, IPAddressDeny, and what only hides things (PrivateDevices, ProtectProc, ProtectHome, ProtectKernel…).
"""

import ctypes
import os
import resource
import shutil
import struct
import subprocess
import sys
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_MDWE = 24, 38, 65
CLONE_NEWNET, NAMESPACES = 0x40000000, 0x7E020080
ALLOW, ERRNO, EPERM, ENOSYS = 0x7FFF0000, 0x00050000, 1, 38
FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10}
EQUAL, MASKED_EQUAL = 4, 7
# Landlock: of the kinds of access of its third version, reading and running are 1<<0, 1<<2 and 1<<3.
EVERYTHING, READING, OF_FILES = (1 << 15) - 1, 0b1101, 0b100000000000111
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446


class Compared(ctypes.Structure):
    """An argument of a system call in a rule of libseccomp."""

    _fields_ = [
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    ]


def directives(unit):
    """What a unit says: each name with its values in order."""
    found = {}
    for line in Path(unit).read_text(encoding="utf-8").splitlines():
        name, is_set, value = line.partition("=")
        if is_set and not line.startswith(("#", "[")):
            found.setdefault(name, []).append(value)
    return found


def system_calls(filters):
    """The names that SystemCallFilter lets pass; lines with ~ take away."""
    text = subprocess.run([shutil.which("systemd-analyze"), "syscall-filter"], check=True, capture_output=True, text=True).stdout
    groups, current = {}, None
    for line in text.splitlines():
        if line.startswith("@"):
            current = groups.setdefault(line.strip(), [])
        elif current is not None and line.strip() and not line.strip().startswith("#"):
            current.append(line.strip())

    def expanded(name):
        members = groups[name] if name.startswith("@") else None
        return {name} if members is None else set().union(*(expanded(one) for one in members))

    passed = expanded("@default")
    for line in filters:
        named = set().union(*(expanded(one) for one in line.removeprefix("~").split()))
        passed = passed - named if line.startswith("~") else passed | named
    return passed


def _checked(result, what):
    if result < 0:
        raise OSError(ctypes.get_errno() or -result, what)
    return result


def only_write_below(folders):
    """Landlock: everything may be read and run, files change below these folders only (and in /dev)."""
    made = _checked(LIBC.syscall(LANDLOCK_CREATE, struct.pack("Q", EVERYTHING), 8, 0), "landlock")
    for folder, access in [("/", READING), ("/dev", EVERYTHING), *((one, EVERYTHING) for one in folders)]:
        opened = os.open(folder, os.O_PATH)
        allowed = access if Path(folder).is_dir() else access & OF_FILES
        _checked(LIBC.syscall(LANDLOCK_ADD, made, 1, struct.pack("<Qi", allowed, opened), 0), folder)
        os.close(opened)
    _checked(LIBC.syscall(LANDLOCK_RESTRICT, made, 0), "landlock")


def only_ask(said):
    """Seccomp, by libseccomp: the calls of the unit's filter, and of those with arguments only the harmless ones."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(library.seccomp_init(ERRNO | EPERM))

    def rule(action, name, *compared):
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:  # others exist on other machines only
            array = (Compared * max(len(compared), 1))(*compared)
            added = library.seccomp_rule_add_array(rules, action, number, len(compared), array)
            _checked(added, name)

    passed = system_calls(said["SystemCallFilter"])
    if said.get("LockPersonality") == ["yes"]:
        passed.discard("personality")
    if said.get("RestrictNamespaces") == ["yes"]:
        passed -= {"clone", "clone3", "unshare", "setns"}
        rule(ALLOW, "clone", Compared(0, MASKED_EQUAL, NAMESPACES, 0))
        rule(ERRNO | ENOSYS, "clone3")
    if families := said.get("RestrictAddressFamilies"):
        passed.discard("socket")
        for family in families[0].split():
            rule(ALLOW, "socket", Compared(0, EQUAL, FAMILIES[family], 0))
    for name in sorted(passed):
        rule(ALLOW, name)
    _checked(library.seccomp_load(rules), "seccomp")


def confine(unit, writable):
    """Put this process under the unit's restrictions, for good."""
    said = directives(unit)
    os.umask(int(said["UMask"][0], 8))
    for name, kind in {"LimitNOFILE": resource.RLIMIT_NOFILE, "LimitCORE": resource.RLIMIT_CORE}.items():
        resource.setrlimit(kind, (int(said[name][0]),) * 2)
    if os.geteuid() == 0:
        if said.get("PrivateNetwork") == ["yes"]:
            _checked(LIBC.unshare(CLONE_NEWNET), "unshare")
        if said.get("CapabilityBoundingSet") == [""]:
            last = int(Path("/proc/sys/kernel/cap_last_cap").read_text())
            for capability in range(last + 1):
                _checked(LIBC.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0), "capabilities")
    _checked(LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
    only_write_below(writable)
    only_ask(said)
    if said.get("MemoryDenyWriteExecute") == ["yes"]:
        _checked(LIBC.prctl(PR_SET_MDWE, 1, 0, 0, 0), "memory")


if __name__ == "__main__":
    at = sys.argv.index("--")
    confine(sys.argv[1], sys.argv[2].split(","))
    os.execvp(sys.argv[at + 1], sys.argv[at + 1 :])  # noqa: S606 - the tests' own command
