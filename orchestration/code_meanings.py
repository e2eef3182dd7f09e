"""What codes mean, in our own words, for people who read a file: short, and silent about what we do not know."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

GROUPS = {
    "CO": "contractual obligation",
    "CR": "correction",
    "OA": "other adjustment",
    "PI": "payer initiated",
    "PR": "patient responsibility",
}
CLAIM_STATUSES = {
    "1": "processed as primary",
    "2": "processed as secondary",
    "3": "processed as tertiary",
    "4": "denied",
    "5": "pended",
    "19": "primary, forwarded on",
    "20": "secondary, forwarded on",
    "21": "tertiary, forwarded on",
    "22": "reversal of an earlier payment",
    "23": "not our claim, forwarded on",
    "25": "estimate before the service",
}
FREQUENCIES = {
    "1": "original",
    "2": "first of a series",
    "3": "next of a series",
    "4": "last of a series",
    "5": "late charges",
    "7": "replacement",
    "8": "void",
}
PLACES = {
    "02": "telehealth, not at home",
    "10": "telehealth at home",
    "11": "office",
    "12": "home",
    "19": "hospital outpatient, off campus",
    "20": "urgent care",
    "21": "hospital inpatient",
    "22": "hospital outpatient",
    "23": "emergency room",
    "24": "surgery centre",
    "31": "skilled nursing facility",
    "32": "nursing facility",
    "34": "hospice",
    "41": "ambulance on land",
    "50": "federally qualified health centre",
    "65": "dialysis",
    "81": "laboratory",
}
PROVIDER_ADJUSTMENTS = {
    "50": "late charge",
    "51": "interest penalty",
    "72": "authorized return",
    "90": "early payment allowance",
    "AP": "advance payment applied",
    "CS": "adjustment",
    "E3": "withholding",
    "FB": "balance carried forward",
    "IR": "tax withholding",
    "J1": "not reimbursable",
    "L3": "penalty",
    "L6": "interest owed",
    "LE": "levy",
    "LS": "lump sum",
    "PI": "periodic interim payment",
    "PL": "final settlement",
    "WO": "overpayment taken back",
    "WU": "unspecified recovery",
}
FILING = {
    "12": "preferred provider plan",
    "13": "point of service plan",
    "14": "exclusive provider plan",
    "15": "indemnity",
    "16": "Medicare Advantage HMO",
    "AM": "motor insurance",
    "BL": "Blue Cross Blue Shield",
    "CH": "Champus",
    "CI": "commercial",
    "HM": "HMO",
    "MA": "Medicare A",
    "MB": "Medicare B",
    "MC": "Medicaid",
    "VA": "veterans",
    "WC": "workers' compensation",
}
RELATIONSHIPS = {"01": "spouse", "18": "self", "19": "child", "20": "employee", "21": "unknown", "G8": "other"}
HANDLING = {
    "C": "payment with remittance",
    "D": "payment only",
    "H": "notice only",
    "I": "remittance only",
    "P": "prenotification",
    "U": "split",
    "X": "handled by partner",
}
PAYMENT_METHODS = {
    "ACH": "bank transfer",
    "BOP": "at the bank's choice",
    "CHK": "check",
    "FWT": "wire transfer",
    "NON": "no payment",
}
DECISIONS = {
    "A1": "certified",
    "A2": "certified in part",
    "A3": "not certified",
    "A4": "pended",
    "A6": "modified",
    "C": "cancelled",
    "CT": "contact the payer",
    "NA": "not needed",
}
PARTIES = {
    "1P": "provider",
    "40": "receiver",
    "41": "submitter",
    "71": "attending provider",
    "72": "operating physician",
    "74": "corrected insured",
    "77": "service place",
    "82": "rendering provider",
    "85": "billing provider",
    "87": "pay-to address",
    "DK": "ordering provider",
    "DN": "referring provider",
    "DQ": "supervising provider",
    "IL": "insured",
    "PE": "payee",
    "PR": "payer",
    "QC": "patient",
    "TT": "next payer",
    "X3": "reviewer",
}
ACKNOWLEDGED = {"A": "accepted", "E": "accepted with errors", "P": "partly accepted", "R": "rejected"}
MEANINGS = {
    "group_code": GROUPS,
    "claim_status_code": CLAIM_STATUSES,
    "frequency_code": FREQUENCIES,
    "place_of_service": PLACES,
    "facility_code": PLACES,
    "facility_type_code": PLACES,
    "reason_code": PROVIDER_ADJUSTMENTS,
    "filing_indicator_code": FILING,
    "payer_responsibility_code": {"P": "primary", "S": "secondary", "T": "tertiary", "U": "unknown"},
    "relationship_code": RELATIONSHIPS,
    "handling_code": HANDLING,
    "credit_debit_code": {"C": "credit", "D": "debit"},
    "payment_method_code": PAYMENT_METHODS,
    "transaction_type_code": {"CH": "charges", "RP": "encounters", "31": "subrogation"},
    "acknowledgement_code": ACKNOWLEDGED,
    "certification_action_code": DECISIONS,
    "sex": {"F": "female", "M": "male", "U": "unknown"},
    "party": PARTIES,
}


class Meanings:
    """Looks codes up by the column they stand in; denial reasons come from the project's own seed."""

    def __init__(self, dbt_project: Path) -> None:
        self.reasons = _plain_meanings(dbt_project / "seeds" / "carc_mapping.csv")

    def of(self, column: str, value: str) -> str:
        """A few words, or "" where we have none."""
        if column == "carc":
            return self.reasons.get(value, "")
        return MEANINGS.get(column, {}).get(value, "")


@cache
def _plain_meanings(path: Path) -> dict[str, str]:
    try:
        with path.open(newline="") as stream:
            return {row["carc"]: row["plain_meaning"] for row in csv.DictReader(stream)}
    except FileNotFoundError:
        return {}
