"""Certificates for loopback servers: good, expired, self-signed, for another host."""

from __future__ import annotations

import datetime as dt
import ssl
from pathlib import Path

import trustme

_LONG_AGO = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)


class Authority:
    """A certificate authority; its file is what a client has to trust."""

    def __init__(self, directory: Path) -> None:
        self.ca = trustme.CA()
        self.file = str(directory / "ca.pem")
        self.ca.cert_pem.write_to_path(self.file)

    def context(self, *hosts: str) -> ssl.SSLContext:
        return _serving(self.ca.issue_cert(*hosts))

    def expired(self, *hosts: str) -> ssl.SSLContext:
        then = _LONG_AGO + dt.timedelta(days=90)
        return _serving(self.ca.issue_cert(*hosts, not_before=_LONG_AGO, not_after=then))

    def by_name(self, contexts: dict[str, ssl.SSLContext]) -> ssl.SSLContext:
        """Chooses by SNI; a client that names nobody gets a certificate for nobody."""
        chooser = self.context("nobody.invalid")

        def choose(tls: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
            if name in contexts:
                tls.context = contexts[name]

        chooser.sni_callback = choose
        return chooser


def self_signed(host: str) -> ssl.SSLContext:
    """A server whose certificate is its own authority."""
    ca = trustme.CA(organization_name=host)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with ca.cert_pem.tempfile() as cert, ca.private_key_pem.tempfile() as key:
        context.load_cert_chain(cert, key)
    return context


def _serving(cert: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert.configure_cert(context)
    return context
