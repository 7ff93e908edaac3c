"""Front matter before and after a copy and its date were added, as diffs.

The first character of a line says whether it was there (" "), goes ("-") or comes ("+"); <copy> and <date>
are what is added.
"""

from __future__ import annotations

ARCHIVE_ADDED = {
    "a block mapping": """
 sources:
 - url: https://x.org/a
+  archive_url: <copy>
+  archive_date: '<date>'
   title: A
""",
    "spaces and comments": """
 sources:
   -   title: A # one
       url:  'https://x.org/a'  # two
+      archive_url: <copy>
+      archive_date: '<date>'

   - b
""",
    "a dash alone, double quotes": """
 sources:
 -
     url: "https://x.org/a"
+    archive_url: <copy>
+    archive_date: "<date>"
 # next
 - b
""",
    "quoted keys": """
 sources:
 - 'url': https://x.org/a
+  'archive_url': <copy>
+  'archive_date': '<date>'
   title: A
""",
    "a URL over two lines": """
 sources:
 - url: https://x.org/a
     b.pdf
+  archive_url: <copy>
+  archive_date: '<date>'
   title: A
""",
    "a literal URL": """
 sources:
 - url: |-
     https://x.org/a
+  archive_url: <copy>
+  archive_date: '<date>'
   title: A
""",
    "another spelling, long values around": """
 sources:
 - title: >
     A long
     title
   link: https://x.org/a
+  archive_url: <copy>
+  archive_date: '<date>'
   outlet: |
     O
""",
    "a flow mapping": """
 sources:
-- {url: https://x.org/a, title: A}
+- {url: https://x.org/a, archive_url: <copy>, archive_date: '<date>', title: A}
""",
    "a flow list, double quotes": """
-sources: [{"title": "A", "url": "https://x.org/a"}] # all
+sources: [{"title": "A", "url": "https://x.org/a", "archive_url": <copy>, "archive_date": "<date>"}] # all
""",
    "a flow mapping over lines": """
 sources:
 - {
   url: https://x.org/a, # one
+  archive_url: <copy>,
+  archive_date: '<date>',
   title: A
   }
""",
    "the same, the URL last": """
 sources:
 - {
   title: A,
-  url: https://x.org/a # one
+  url: https://x.org/a, # one
+  archive_url: <copy>,
+  archive_date: '<date>'
   }
""",
    "one mapping instead of a list": """
 sources:
   url: https://x.org/a
+  archive_url: <copy>
+  archive_date: '<date>'
   title: A
""",
    "an empty quoted value": """
 sources:
 - url: https://x.org/a
   title: A
-  archive_url: ''
+  archive_url: '<copy>'
+  archive_date: '<date>'
""",
    "a null value": """
 sources:
 - url: https://x.org/a
-  archive_url:
+  archive_url: <copy>
+  archive_date: '<date>'
   title: A
""",
    "a null value with a comment": """
 sources:
 - url: https://x.org/a
-  archive_url:   # none yet
-  archive_date: ~
+  archive_url: <copy>   # none yet
+  archive_date: '<date>'
""",
    "null before the URL": """
 sources:
-- archive_url: null
+- archive_url: <copy>
+  archive_date: '<date>'
   url: https://x.org/a
""",
    "a null value in a flow mapping": """
 sources:
-- {url: https://x.org/a, archive_url: , title: A}
+- {url: https://x.org/a, archive_url: <copy>, archive_date: '<date>', title: A}
""",
    "old values, plain": """
 sources:
 - url: https://x.org/a
-  archive_url: https://old.org # made up
-  archive_date: 2020-01-01
+  archive_url: <copy> # made up
+  archive_date: <date>
""",
    "old values, quoted": """
 sources:
 - url: https://x.org/a
-  archive_url: "https://old.org"
-  archive_date: "x"
+  archive_url: "<copy>"
+  archive_date: "<date>"
""",
    "an old value, folded": """
 sources:
 - url: https://x.org/a
   archive_url: >-
-    https://old.org
+    <copy>
+  archive_date: '<date>'
   title: A
""",
    "the spelling of a neighbour": """
 sources:
 - url: https://x.org/a
+  archived: <copy>
+  archived_at: '<date>'
 citations:
 - url: https://x.org/b
   archived: https://c.org
   archived_at: soon
""",
    "no URL": """
 sources:
 - title: A
+  archive_url: <copy>
+  archive_date: '<date>'
   outlet: O
""",
    "a merge key": """
 sources:
 - <<: {k: v}
   url: https://x.org/a
+  archive_url: <copy>
+  archive_date: '<date>'
""",
    "tabs": """
 sources:
 - url:\thttps://x.org/a\t# one
+  archive_url: <copy>
+  archive_date: '<date>'
   title: A
""",
}
