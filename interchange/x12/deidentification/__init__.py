"""De-identification: names, numbers, addresses and dates of people replaced by keyed pseudonyms, all else as it was.

>>> from interchange.x12.deidentification import Pseudonyms
>>> same = Pseudonyms(b"a key of sixteen bytes or more")
>>> same.name("DOE") == same.name(" doe ") != same.name("ROE")
True
"""

from __future__ import annotations

from interchange.x12.content import normalise
from interchange.x12.deidentification.pseudonyms import Mask, Pseudonyms
from interchange.x12.deidentification.segments import Rewriter
from interchange.x12.findings import X12Error
from interchange.x12.tokens import tokenize

BINARY = frozenset({"BIN", "BDS"})


def deidentify(data: bytes, pseudonyms: Pseudonyms) -> bytes:
    """The same segments with the same codes, amounts, delimiters and line ends, and nobody in them; UTF-8.

    Raises X12Error where the content is not X12 from end to end, or carries attachments (X12-DEIDENTIFY-BINARY).
    """
    content, _ = normalise(data)
    rewriter, out, at = Rewriter(pseudonyms), [], 0
    for token in tokenize(content):
        if token.id in BINARY:
            raise X12Error("X12-DEIDENTIFY-BINARY", "an attached document cannot be de-identified", token.offset)
        separator = content[token.offset + len(token.elements[0]) :][:1]
        out += [content[at : token.offset], separator.join(rewriter.rewrite(token)), content[token.end - 1 : token.end]]
        at = token.end
    return b"".join([*out, content[at:]])


__all__ = ["Mask", "Pseudonyms", "Rewriter", "deidentify"]
