"""Why an identity was said: the closed list."""

from __future__ import annotations

REASONS = {
    "exact": "The cited title is the page's.",
    "affix": "The cited title is the page's, but for a name beside it.",
    "truncated": "The cited title is a part of the page's.",
    "small-edit": "The cited title differs from the page's by a small edit.",
    "similar": "The cited title has nearly all its words in common with the page's.",
    "in-text": "The cited title stands at the beginning of the document.",
    "title-differs": "The page is a document with another title, text and address.",
    "redirected-elsewhere": "The address that named the document led to another page.",
    "shared-page": "The address leads to a page to which other documents of the host lead, too.",
    "described": "The page speaks of what the citation names, but carries another title.",
    "other-headline": "The page's titles resemble the cited one, or its address does, but not enough.",
    "number-differs": "The titles agree, but not in a number or year.",
    "generic-title": "The cited title names a kind of page only.",
    "title-is-host": "The cited title is the name or the address of the site.",
    "too-short": "The cited title is too short to tell pages apart by it.",
    "language": "The cited title is in another language or script than the page.",
    "garbled": "The page's text cannot be read: its charset is wrong or not declared.",
    "no-cited-title": "The citation gives no title.",
    "no-title": "The page gives itself no title.",
    "no-headline": "The page has no headline of its own.",
    "too-little-text": "The page has too little text to be sure that it is another document.",
    "only-repeated": "The page is about a search or a missing page, and may only repeat what was asked.",
    "body-cut": "The page was not read to its end; what was read does not carry the cited title.",
    "not-a-document": "What answered is no document.",
    "no-content": "The page came without content.",
    "not-fetched": "No page was had.",
}
"""The closed list of reasons, each with its sentence."""
