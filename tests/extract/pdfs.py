"""Small PDFs written by hand."""

from __future__ import annotations

_FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def pdf(text: str, info: str | None = None, xmp: str = "") -> bytes:
    """One page that shows `text`, with an Info title and raw XMP where given."""
    stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources %s >>" % _FONT,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Title (%s) /CreationDate (D:20210304120000Z) >>" % (info or "").encode("latin-1"),
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    out += xmp.encode()
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    named = b" /Info 5 0 R" if info is not None else b""
    out += b"trailer << /Size 6 /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF" % (named, start)
    return bytes(out)
