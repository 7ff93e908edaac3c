"""Does each cited source answer, is it the document that the citation names, is a copy safe?"""

__version__ = "0.1.0"
