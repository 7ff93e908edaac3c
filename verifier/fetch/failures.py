"""From what went wrong to a `Failure`: the one place where exceptions become words.

| cause | kind | mine |
|---|---|---|
| the deadline passed, ETIMEDOUT | timeout | no |
| NXDOMAIN, a name without an address | dns | no |
| the resolver does not answer (EAI_AGAIN), refuses or breaks | dns | yes |
| certificate (OpenSSL verify code) or handshake | tls | no |
| connection refused, reset, closed early, not HTTP | refused | no |
| no route, network down, out of sockets, blocked by this machine | refused | yes |
| the proxy cannot be reached or refuses us | refused | yes |
| anything else: detail "unexpected: …" | refused | no |

`mine` means that the cause is likelier here than there (design: trust, "Me or them").
"""

from __future__ import annotations

import errno
import socket
import ssl

import h11
import httpx

from verifier.model.observation import Failure, FailureKind


class Failed(httpx.TransportError):
    """What the transport raises where it knows the cause: `failure` says it."""

    def __init__(self, kind: FailureKind, detail: str, *, mine: bool = False) -> None:
        super().__init__(detail)
        self.failure = Failure(kind, detail, mine)


_CERTIFICATE = {
    9: "the certificate is not valid yet",
    10: "the certificate has expired",
    18: "the certificate is self-signed",
    19: "the certificate is signed by an unknown authority (self-signed chain)",
    20: "the certificate is signed by an unknown authority, or an intermediate one is missing",
    21: "the certificate is signed by an unknown authority, or an intermediate one is missing",
    23: "the certificate has been revoked",
    62: "the certificate is for another host",
    64: "the certificate is for another address",
}
"""OpenSSL's X509_V_ERR_… codes (x509_vfy.h)."""

_DNS = {
    socket.EAI_NONAME: ("the name does not exist (NXDOMAIN)", False),
    socket.EAI_NODATA: ("the name has no address", False),
    socket.EAI_AGAIN: ("the resolver does not answer (EAI_AGAIN)", True),
    socket.EAI_FAIL: ("the resolver refuses to answer (EAI_FAIL)", True),
}

_OS = {
    errno.ECONNREFUSED: ("connection refused", False),
    errno.ECONNRESET: ("connection reset", False),
    errno.ECONNABORTED: ("connection aborted", False),
    errno.EPIPE: ("connection closed early", False),
    errno.EHOSTUNREACH: ("no route to the host", True),
    errno.ENETUNREACH: ("the network is unreachable", True),
    errno.ENETDOWN: ("the network is down", True),
    errno.EADDRNOTAVAIL: ("this machine has no address to connect from", True),
    errno.EMFILE: ("this process has too many open files", True),
    errno.ENFILE: ("this machine has too many open files", True),
    errno.ENOBUFS: ("this machine is out of network buffers", True),
    errno.ENOMEM: ("this machine is out of memory", True),
    errno.EACCES: ("this machine does not allow the connection", True),
    errno.EPERM: ("this machine does not allow the connection", True),
}


def failure_of(error: Exception) -> Failure:
    """The failure that `error` stands for. Total: what is not known names itself."""
    if isinstance(error, Failed):
        return error.failure
    if isinstance(error, OSError):
        return _network_failure(error)
    if isinstance(error, h11.ProtocolError):
        return Failure(FailureKind.REFUSED, "the answer is not valid HTTP")
    return Failure(FailureKind.REFUSED, f"unexpected: {type(error).__name__}: {error}"[:300])


def _network_failure(error: OSError) -> Failure:
    if isinstance(error, TimeoutError):
        return Failure(FailureKind.TIMEOUT, "the connection timed out")
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Failure(FailureKind.REFUSED, "connection closed early")
    if isinstance(error, ssl.SSLError):
        return Failure(FailureKind.TLS, _tls_detail(error))
    if isinstance(error, socket.gaierror):
        detail, mine = _DNS.get(error.errno or 0, (f"the resolver failed ({error.strerror})", True))
        return Failure(FailureKind.DNS, detail, mine)
    if isinstance(error, ConnectionResetError):
        return Failure(FailureKind.REFUSED, "connection reset")
    detail, mine = _OS.get(error.errno or 0, (f"unexpected: {type(error).__name__}: {error}"[:300], False))
    return Failure(FailureKind.REFUSED, detail, mine)


def _tls_detail(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        said = f"the certificate cannot be verified ({error.verify_message})"
        return _CERTIFICATE.get(error.verify_code, said)
    if error.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"):
        return "the server does not speak TLS on this port"
    reason = (error.reason or "no reason given").lower().replace("_", " ")
    return f"the TLS handshake failed ({reason})"
