"""The parts of index.html: template, style, script, and the table of evidence that the script reads."""
