from __future__ import annotations

import errno
import socket
import ssl

import h11
import pytest

from verifier.fetch.failures import Failed, failure_of
from verifier.model.observation import FailureKind


def certificate_error(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code, error.verify_message = code, "as OpenSSL says it"
    return error


def tls_error(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, "handshake failed")
    error.reason = reason
    return error


@pytest.mark.parametrize(
    ("error", "kind", "detail", "mine"),
    [
        (certificate_error(10), FailureKind.TLS, "expired", False),
        (certificate_error(18), FailureKind.TLS, "self-signed", False),
        (certificate_error(20), FailureKind.TLS, "unknown authority", False),
        (certificate_error(62), FailureKind.TLS, "another host", False),
        (certificate_error(7), FailureKind.TLS, "as OpenSSL says it", False),
        (tls_error("UNSUPPORTED_PROTOCOL"), FailureKind.TLS, "unsupported protocol", False),
        (ssl.SSLEOFError(8, "EOF occurred"), FailureKind.REFUSED, "closed early", False),
        (socket.gaierror(socket.EAI_NONAME, "x"), FailureKind.DNS, "NXDOMAIN", False),
        (socket.gaierror(socket.EAI_NODATA, "x"), FailureKind.DNS, "no address", False),
        (socket.gaierror(socket.EAI_AGAIN, "x"), FailureKind.DNS, "EAI_AGAIN", True),
        (socket.gaierror(socket.EAI_FAIL, "x"), FailureKind.DNS, "EAI_FAIL", True),
        (socket.gaierror(socket.EAI_MEMORY, "no memory"), FailureKind.DNS, "no memory", True),
        (OSError(errno.ECONNREFUSED, "x"), FailureKind.REFUSED, "connection refused", False),
        (OSError(errno.ECONNRESET, "x"), FailureKind.REFUSED, "connection reset", False),
        (ConnectionResetError("Connection lost"), FailureKind.REFUSED, "connection reset", False),
        (OSError(errno.EHOSTUNREACH, "x"), FailureKind.REFUSED, "no route", True),
        (OSError(errno.ENETUNREACH, "x"), FailureKind.REFUSED, "unreachable", True),
        (OSError(errno.EMFILE, "x"), FailureKind.REFUSED, "too many open files", True),
        (OSError(errno.EPERM, "x"), FailureKind.REFUSED, "this machine does not allow", True),
        (OSError(errno.ETIMEDOUT, "x"), FailureKind.TIMEOUT, "timed out", False),
        (TimeoutError(), FailureKind.TIMEOUT, "timed out", False),
        (h11.RemoteProtocolError("bad"), FailureKind.REFUSED, "not valid HTTP", False),
        (Failed(FailureKind.UNSUPPORTED, "as said", mine=True), FailureKind.UNSUPPORTED, "as said", True),
    ],
)
def test_every_cause_has_its_word(error: Exception, kind: FailureKind, detail: str, mine: bool) -> None:
    failure = failure_of(error)
    assert (failure.kind, failure.mine) == (kind, mine)
    assert detail in failure.detail
    assert "unexpected" not in failure.detail


@pytest.mark.parametrize(
    "error",
    [
        KeyError("x"),
        AssertionError(),
        UnicodeError("bad label"),
        ExceptionGroup("several", [ValueError("x" * 10_000)]),
        RecursionError("x" * 10_000),
        OSError(errno.EBADF, "Bad file descriptor"),
    ],
)
def test_what_nobody_thought_of_names_itself_and_blames_nobody_else(error: Exception) -> None:
    failure = failure_of(error)
    assert failure.kind is FailureKind.REFUSED
    assert failure.detail.startswith(f"unexpected: {type(error).__name__}")
    assert len(failure.detail) <= 300
