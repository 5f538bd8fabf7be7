"""cognito-local, from npm: found or installed once per machine, started on loopback, plain or over TLS, and stopped.

As a script it only installs, and needs only Python itself.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import threading
from pathlib import Path

ADDRESS = "127.0.0.1"
VERSION = "5.3.0"
FOLDER = "COGNITO_LOCAL"
"""The environment variable that names a folder whose ``node_modules`` has it already."""
ISSUER = "https://issuer.cognito-local.test"
CODE = "739154"
"""The code that it sends to every user, so that a test knows it."""
_STARTED = re.compile(r"running on \w+://[\d.]+:(\d+)")
_STARTS_WITHIN = 60


class Missing(Exception):  # noqa: N818 -- it is no error that a machine has no npm
    """Why it cannot run here."""


def installed():
    """The program; installs it below the user's cache folder where it is not yet, one process at a time."""
    if shutil.which("node") is None:
        raise Missing("cognito-local needs node, which is not on PATH")
    given = os.environ.get(FOLDER)
    if given:
        return _program(Path(given), needed=True)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "pytest-cognito-mfa-tests" / f"cognito-local-{VERSION}"
    return _program(folder) or install(folder)


def install(folder):
    """Install it in `folder`, completely or not at all."""
    if shutil.which("npm") is None:
        raise Missing("cognito-local is installed by npm, which is not on PATH")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder.parent):
        found = _program(folder)
        if found:
            return found
        draft = folder.with_name(f"{folder.name}.{os.getpid()}")
        draft.mkdir()
        try:
            command = ["npm", "install", "--prefix", draft, "--no-audit", "--no-fund", "--no-save", "--ignore-scripts"]
            done = subprocess.run([*command, f"cognito-local@{VERSION}"], capture_output=True, text=True, check=False)
            if done.returncode:
                raise Missing(f"npm cannot install cognito-local: {done.stderr.strip()[-200:]}")
            draft.replace(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return _program(folder, needed=True)


def _program(folder, *, needed=False):
    found = folder / "node_modules/cognito-local/lib/bin/start.js"
    assert found.is_file() or not needed, f"there is no {found}"
    return found if found.is_file() else None


@contextlib.contextmanager
def _alone(folder):
    try:
        import fcntl
    except ImportError:
        raise Missing(
            "cognito-local is installed by one process at a time, which this system has no lock for"
        ) from None
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def running(program, folder, served=None):
    """Its port; `served` is the path of a certificate with its key."""
    tls = {"https": True, "cert": str(served), "key": str(served)} if served else {}
    settings = folder / ".cognito/config.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"ServerConfig": tls, "TokenConfig": {"IssuerDomain": ISSUER}}))
    environment = {"PATH": os.environ["PATH"], "HOST": ADDRESS, "PORT": "0", "CODE": CODE}
    process = subprocess.Popen(
        ["node", program], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    watch = threading.Timer(_STARTS_WITHIN, process.kill)
    watch.start()
    reading = threading.Thread(target=process.stdout.read)  # a full pipe would stop it
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            found = _STARTED.search(line)
            if found:
                break
        else:
            raise AssertionError(f"cognito-local did not start:\n{''.join(said)}")
        watch.cancel()
        reading.start()
        yield int(found[1])
    finally:
        watch.cancel()
        process.terminate()
        process.wait()
        if reading.ident is not None:
            reading.join()
        process.stdout.close()


if __name__ == "__main__":
    try:
        print(installed())
    except Missing as why:
        print(f"nothing is recorded from it: {why}")
