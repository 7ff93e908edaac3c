"""The signs by which pages that are no document are known: data only, no decision.

Phrases are written as people write them and compared folded. To add one, add it to its list. A sign
alone never classes a page: `page_class` asks for short text, missing metadata or a second sign too.
"""
