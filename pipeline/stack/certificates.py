"""This module makes the TLS files of a protected stack: an authority of its own, and a certificate for this machine."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from pipeline.stack.server import HOST, Security

_YEARS = timedelta(days=3650)


def certificates(folder: Path, *, names: Sequence[str] = ()) -> Security:
    """The files in `folder`, made there once, for this machine and hosts of these `names`.

    The authority's key is thrown away: nothing else is ever signed.
    """
    security = Security(folder / "authority.crt", folder / "server.crt", folder / "server.key")
    if security.certificate.exists():
        return security
    folder.mkdir(parents=True, exist_ok=True)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority_name = _name("nigah stack authority")
    authority = _builder(authority_name, authority_name, authority_key.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    hosts = [x509.DNSName(name) for name in ("localhost", *names)]
    addresses = x509.SubjectAlternativeName([*hosts, x509.IPAddress(ip_address(HOST))])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    server = _builder(_name("localhost"), authority_name, key.public_key())
    server = server.add_extension(addresses, critical=False).add_extension(usage, critical=False)
    pem = serialization.Encoding.PEM
    security.authority.write_bytes(authority.sign(authority_key, hashes.SHA256()).public_bytes(pem))
    security.key.touch(mode=0o600)
    security.key.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    security.certificate.write_bytes(server.sign(authority_key, hashes.SHA256()).public_bytes(pem))
    return security


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _YEARS)
    )
