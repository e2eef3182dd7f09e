"""What each column of a table is called on a page and what it means, in words that a CFO and a biller use."""

from __future__ import annotations

COLUMNS: dict[str, tuple[str, str]] = {
    "byte_offset": ("Byte", "Where in the file's bytes the segment begins."),
    "claim_id": ("Claim", "The claim through all its submissions: billing NPI and patient control number."),
    "claim_link": ("Claim", "Opens the claim's whole life."),
    "claims": ("Claims", "Claims, each counted once."),
    "code": ("Code", "Group code and claim adjustment reason code (CARC)."),
    "data_year": ("Year", "The year that a benchmark speaks of."),
    "denials": ("Denials", "Denied lines, and claims denied without lines, each counted once."),
    "denied": ("Denied", "Submitted charges of what was denied at first."),
    "denied_amount": ("Denied", "Submitted charges of what was denied."),
    "denominator": ("Of", "What the figure is a share of."),
    "file_name": ("File", "The file that the row was read from."),
    "first_action": ("Do first", "The first step for this denial code."),
    "first_denied_date": ("First denied", "The day of the first denial."),
    "fix": ("Do first", "The first step for this denial code."),
    "is_mature": ("Answers are in", "Whether 95 % of the answers are in or past due."),
    "meaning": ("Meaning", "What the code says, in our words."),
    "numerator": ("Counted", "What the figure counts."),
    "open": ("Still open", "Denied charges for which nothing was paid since."),
    "open_amount": ("Still open", "Denied charges for which nothing was paid since."),
    "owner": ("Owner", "The team that works it."),
    "owner_team": ("Owner", "The team that works it."),
    "payer": ("Payer", "The payer's name as sent."),
    "period_date": ("Counted on", "The day by which the row is counted."),
    "period_end": ("To", "Last day of the period."),
    "period_start": ("From", "First day of the period."),
    "plain_meaning": ("Meaning", "What the code says, in our words."),
    "procedure": ("Procedure", "Procedure code, else revenue code."),
    "reason": ("Reason", "Category of the denial."),
    "recovered": ("Recovered", "Paid since the first denial, net of takebacks."),
    "recovered_amount": ("Recovered", "Paid since the first denial, net of takebacks."),
    "remark": ("Remark", "First remark code (RARC)."),
    "segment_ordinal": ("Segment", "The segment's place in the file, the first is 1."),
    "share": ("Share", "Share of the whole."),
    "value": ("Value", "The figure."),
}


def title_of(column: str) -> str:
    """The heading of a column: the vocabulary's, else its name in words."""
    known = COLUMNS.get(column)
    if known:
        return known[0]
    words = column.removesuffix("_amount").removesuffix("_text").removesuffix("_link").replace("_", " ")
    return words[:1].upper() + words[1:]


def meaning_of(column: str) -> str | None:
    """What a column means; None where its heading says all."""
    known = COLUMNS.get(column)
    return known[1] if known else None
