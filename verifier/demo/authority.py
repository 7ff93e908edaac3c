"""Certificates for a web that exists in this process only."""

from __future__ import annotations

import functools
import ssl

import idna
import trustme


class Authority:
    """Makes a certificate for every host that is named in a handshake (1 ms each, once)."""

    def __init__(self) -> None:
        self._ca = trustme.CA()
        self.context = self._make_context("no-name-was-sent.invalid")
        """The context of every handshake; it changes to the named host's one."""
        self.context.sni_callback = self._choose
        self._context_of = functools.lru_cache(maxsize=4096)(self._make_context)

    def write(self, path: str) -> None:
        """Write the authority's own certificate as PEM."""
        self._ca.cert_pem.write_to_path(path)

    def _choose(self, tls: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        if name is not None:
            tls.context = self._context_of(name)

    def _make_context(self, host: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.num_tickets = 0
        self._certificate(host).configure_cert(context)
        return context

    def _certificate(self, host: str) -> trustme.LeafCert:
        try:
            return self._ca.issue_cert(host)
        except idna.IDNAError:
            # A name that is none by IDNA ("under_score.example") can still be a common name.
            return self._ca.issue_cert(common_name=host[:64])
