"""axe-core, which looks for faults of accessibility: fetched once by hash, kept outside git, run in the page.

`python -m tests.browser.axe` fetches it (.ci/run does), by npm where there is one, because that knows the registry of the
place, else straight from the public registry. Either way only the archive of this hash is taken.
"""

import base64
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
from pathlib import Path

VERSION = "4.14.1"
INTEGRITY = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="  # sha512
URL = f"https://registry.npmjs.org/axe-core/-/axe-core-{VERSION}.tgz"
SCRIPT = Path(__file__).parent / "cache" / f"axe-{VERSION}.min.js"
FOUND = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .filter(fault => ['serious', 'critical'].includes(fault.impact))
    .map(fault => [fault.id, fault.nodes.map(node => [node.target.join(' '), node.html.slice(0, 200),
                                                     node.any.concat(node.all).map(one => one.message).join('; ')])])"""


def fetch():
    """Put the script into its place; anything but the archive of the hash is refused."""
    if SCRIPT.exists():
        return
    archive = _by_npm() if shutil.which("npm") else urllib.request.urlopen(URL, timeout=60).read()
    if base64.b64encode(hashlib.sha512(archive).digest()).decode() != INTEGRITY:
        raise SystemExit(f"axe-core {VERSION}: the archive is not the one of the pinned hash; nothing was kept")
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        script = packed.extractfile("package/axe.min.js").read()
    SCRIPT.parent.mkdir(exist_ok=True)
    SCRIPT.write_bytes(script)


def _by_npm():
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"axe-core@{VERSION}", "--pack-destination", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return next(Path(folder).glob("*.tgz")).read_bytes()


def faults(page):
    """Serious and critical faults of what a page shows now: rule, then target, markup and message of each place."""
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    return page.evaluate(FOUND)


if __name__ == "__main__":
    sys.exit(fetch())
