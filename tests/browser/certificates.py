"""Certificates for tests: an authority of one's own, and what it gives to people. Made in memory, in milliseconds."""

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)


def name(common=(), *, email=(), organisation="Pemkab Bekasi"):
    parts = [(NameOID.ORGANIZATION_NAME, organisation)]
    parts += [(NameOID.COMMON_NAME, one) for one in common]
    parts += [(NameOID.EMAIL_ADDRESS, one) for one in email]
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])


def write_pair(folder, stem, certificate, key):
    """A certificate and its key, with the endings .crt and .key; gives both paths."""
    pair = folder / f"{stem}.crt", folder / f"{stem}.key"
    pair[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    pair[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return pair


def signed_by(pair, folder, subject):
    """What somebody makes who has a certificate, but is no authority."""
    by = serialization.load_pem_private_key(pair[1].read_bytes(), None)
    issuer = x509.load_pem_x509_certificate(pair[0].read_bytes()).subject
    key = ec.generate_private_key(ec.SECP256R1())
    made = write_pair(folder, "tiruan", _signed(subject, key, issuer, by), key)
    made[0].write_bytes(made[0].read_bytes() + pair[0].read_bytes())  # the chain up to the real authority
    return made


def own(folder, stem):
    """A server's certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = name(["localhost"])
    return write_pair(folder, stem, _signed(subject, key, subject, key), key)


def _signed(subject, key, issuer, by, *, until=NOW + DAY, is_ca=False):
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(until - 2 * DAY)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(by, hashes.SHA256())
    )


class Authority:
    """A CA in a folder: `ca-pengguna.crt`, and what it signs."""

    def __init__(self, folder, common="CA Pengguna"):
        self.folder, self.subject = folder, name([common])
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.file, _ = write_pair(
            folder,
            "ca-pengguna",
            _signed(self.subject, self.key, self.subject, self.key, is_ca=True),
            self.key,
        )

    def gives(self, stem, subject, *, until=NOW + DAY):
        """A certificate for a subject, valid for the two days before `until`."""
        key = ec.generate_private_key(ec.SECP256R1())
        return write_pair(self.folder, stem, _signed(subject, key, self.subject, self.key, until=until), key)

    def takes_back(self, *pairs):
        """The list of revoked certificates, in `ca-pengguna.crl`."""
        made = x509.CertificateRevocationListBuilder(self.subject, NOW - DAY, NOW + DAY)
        for certificate, _ in pairs:
            serial = x509.load_pem_x509_certificate(certificate.read_bytes()).serial_number
            made = made.add_revoked_certificate(x509.RevokedCertificateBuilder(serial, NOW - DAY).build())
        file = self.folder / "ca-pengguna.crl"
        file.write_bytes(made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
