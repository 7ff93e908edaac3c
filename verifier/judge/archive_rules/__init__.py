"""Rules about archived copies (CIT3xx and CIT110): one rule a file."""
