"""The bytes of the demo's pages."""

from __future__ import annotations

from html import escape

_PARAGRAPHS = (
    (
        "The decision ends a debate that had kept the council busy since the spring of last year. "
        "Residents had collected several thousand signatures, engineers had written three reports, and the "
        "budget committee had asked twice for another estimate before it agreed."
    ),
    (
        "Work begins once the last permits are granted. The site will be closed to traffic at night only, "
        "and the two nearest schools keep their crossings throughout. A telephone line for questions is "
        "staffed on weekdays from eight in the morning until six in the evening."
    ),
    (
        "Shopkeepers in the surrounding streets welcomed the plan, with one reservation: deliveries must be "
        "possible before opening hours. The administration promised to publish a timetable and to correct "
        "it every month, so that nobody has to guess which lane is open."
    ),
    (
        "Comparable projects in neighbouring towns took between eighteen months and three years. Their "
        "experience shows that early information matters more than speed; where people knew what was coming, "
        "complaints fell by half, and the final costs stayed within the sums that had been announced."
    ),
    (
        "A first public meeting takes place in the town hall. Minutes, drawings and the figures behind the "
        "estimate can be read in the reading room and are sent by post to everybody who asks for them."
    ),
    (
        "What remains is the question of the old cobblestones. Most of them lie under two layers of asphalt, "
        "and nobody knows in what state. Should they turn out to be sound, the heritage office wants to see "
        "them again on the southern side; otherwise they are sold, and the proceeds go to the playground."
    ),
    (
        "The neighbouring district watches closely. Its own plans, drawn up nine years ago and shelved "
        "twice, rest on the same figures. A decision there is not expected before the winter, a spokeswoman "
        "said, and she would not be drawn on whether the two projects could share their machines."
    ),
)


def article(title: str, site: str, *, lead: str = "", published: str = "2024-05-07") -> bytes:
    """A news article as sites serve them: several titles, metadata, some 1,900 characters of text."""
    shown, name = escape(title), escape(site)
    body = "".join(f"<p>{escape(text)}</p>" for text in (lead, *_PARAGRAPHS) if text)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{shown} | {name}</title>
<meta property="og:type" content="article"><meta property="og:title" content="{shown}">
<meta property="og:site_name" content="{name}"><meta name="description" content="{escape(lead or title)}">
<meta property="article:published_time" content="{published}">
</head><body><header><nav><a href="/">{name}</a> <a href="/news">News</a></nav></header>
<main><article><h1>{shown}</h1>{body}</article></main><footer>{name}</footer></body></html>
""".encode()


def home_page(site: str) -> bytes:
    """A front page: headlines that lead elsewhere."""
    items = (f'<li><a href="/news/{n}">Local news, item {n} of the day</a></li>' for n in range(1, 25))
    links = "".join(items)
    name = escape(site)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name}</title></head>
<body><h1>{name}</h1><ul>{links}</ul></body></html>
""".encode()


def short_page(title: str, text: str, extra: str = "") -> bytes:
    """A page that says one thing: an error, a wall, a form."""
    shown = escape(title)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{shown}</title></head>
<body><h1>{shown}</h1><p>{escape(text)}</p>{extra}</body></html>
""".encode()


def pdf(title: str) -> bytes:
    """A one-page PDF whose document information and first line hold `title`."""
    quoted = title.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    stream = f"BT /F1 14 Tf 50 780 Td ({quoted}) Tj ET".encode("latin-1")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({quoted}) >>".encode("latin-1"),
    )
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
