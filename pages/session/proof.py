"""The cookie by which a proxy recognises a browser from which a name was let in, so that it can count guesses of passwords.

The supplied nginx configuration limits requests with a password, except those with this proof: nginx can check it by itself
(`secure_link`), and only the dashboard, which knows the secret, can make it. It opens nothing: the password is still asked for, and the
proof is good for one name.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from data.store import clock

COOKIE = "kondusif_bukti"
HOURS = 12


@dataclass(frozen=True)
class Prover:
    """Makes the cookie for requests that come through the proxy: those with its secret."""

    secret: str
    secret_header: str
    user_header: str

    def cookie(self, headers: Mapping[str, str], cookies: Mapping[str, str]) -> str | None:
        """The value of `Set-Cookie` for a request; None where its proof is still good, or the request isn't the proxy's."""
        user = headers.get(self.user_header, "")
        shown = headers.get(self.secret_header, "")
        if not user or not hmac.compare_digest(shown.encode(), self.secret.encode()):
            return None
        now, longest = int(clock.seconds()), HOURS * 3600
        until = cookies.get(COOKIE, "").rpartition(".")[2]
        is_long = until.isdecimal() and now + longest / 2 < int(until) <= now + longest
        if is_long and hmac.compare_digest(cookies[COOKIE].encode(), self._made(user, int(until)).encode()):
            return None
        made = self._made(user, now + longest)
        return f"{COOKIE}={made}; Path=/; Max-Age={longest}; Secure; HttpOnly; SameSite=Lax"

    def _made(self, user: str, until: int) -> str:
        # MD5 because nginx knows no other hash; to forge a proof, one would have to find the 32 letters of the secret behind it.
        told = hashlib.md5(f"{until} {user} {self.secret}".encode("latin-1"), usedforsecurity=False).digest()
        return f"{base64.urlsafe_b64encode(told).decode().rstrip('=')}.{until}"
