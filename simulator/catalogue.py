"""The invented places, payers and people of the world, and the real code numbers they use. No description is copied."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Payer:
    """A payer: its share of claims, what it pays of a charge, how slow it answers and how strict it is (log-odds)."""

    id: str
    name: str
    kind: str
    filing_code: str
    share: float
    fee: float
    lag_days: float
    filing_limit: int
    strictness: float


PAYERS: tuple[Payer, ...] = (
    Payer("80001", "FEDERAL SENIOR PLAN", "medicare", "MB", 0.20, 0.36, 14, 365, -0.5),
    Payer("80011", "SILVERLINE ADVANTAGE", "medicare_advantage", "16", 0.10, 0.35, 18, 365, 0.5),
    Payer("80012", "HARBOR SENIOR CARE", "medicare_advantage", "16", 0.07, 0.33, 20, 180, 0.8),
    Payer("80021", "STATE MEDICAL ASSISTANCE", "medicaid", "MC", 0.06, 0.24, 30, 365, 0.1),
    Payer("80031", "COMMUNITY PARTNERS HEALTH", "medicaid_managed", "HM", 0.08, 0.26, 24, 180, 0.7),
    Payer("80032", "OPEN DOOR MANAGED CARE", "medicaid_managed", "HM", 0.06, 0.25, 27, 120, 0.5),
    Payer("80041", "BLUE RIVER MUTUAL", "commercial", "BL", 0.15, 0.56, 16, 180, 0.0),
    Payer("80042", "NORTHFIELD LIFE AND HEALTH", "commercial", "CI", 0.11, 0.53, 21, 90, 0.4),
    Payer("80043", "KEYSTONE WORKERS TRUST", "commercial", "CI", 0.07, 0.50, 24, 120, 0.2),
    Payer("80044", "PRAIRIE STATES INSURANCE", "commercial", "CI", 0.05, 0.58, 19, 180, -0.2),
    Payer("80051", "SUMMIT SELF FUNDED GROUP", "other", "12", 0.03, 0.48, 26, 90, 0.3),
    Payer("80052", "TRAVELERS AID BENEFIT FUND", "other", "12", 0.02, 0.45, 33, 120, 0.2),
)


@dataclass(frozen=True)
class ServiceLine:
    """A line of service: its procedures (code, typical charge in dollars), diagnoses, place, and how claims look."""

    name: str
    share: float
    procedures: tuple[tuple[str, float], ...]
    diagnoses: tuple[str, ...]
    place: str
    institutional: bool
    taxonomy: str
    authorization: float
    necessity: float
    revenue_code: str = ""


SERVICE_LINES: tuple[ServiceLine, ...] = (
    ServiceLine("office visits", 0.30, (("99213", 190), ("99214", 270), ("99203", 240), ("99215", 360), ("99395", 300)),
                ("E119", "I10", "J069", "M545", "Z0000"), "11", False, "207Q00000X", 0.02, 0.003),
    ServiceLine("laboratory", 0.15, (("80053", 85), ("85025", 60), ("83036", 70), ("84443", 110), ("80061", 95)),
                ("E785", "E119", "R739", "D649", "Z0000"), "81", False, "291U00000X", 0.03, 0.006),
    ServiceLine("imaging", 0.12, (("70450", 900), ("72148", 1700), ("74177", 2300), ("71046", 260), ("73721", 1500)),
                ("M545", "R1084", "S060X0A", "M25561", "R0789"), "22", False, "2085R0202X", 0.45, 0.020),
    ServiceLine("surgery", 0.07, (("29881", 6200), ("47562", 7900), ("11042", 900), ("20610", 520), ("64721", 4100)),
                ("M2341", "K8020", "L97419", "M1711", "G5601"), "24", False, "208600000X", 0.45, 0.020),
    ServiceLine("therapy", 0.09, (("97110", 140), ("97140", 130), ("97530", 150), ("97112", 145)),
                ("M545", "M25511", "S83511D", "M6281"), "11", False, "225100000X", 0.35, 0.015),
    ServiceLine("cardiology", 0.07, (("93306", 1600), ("93000", 120), ("78452", 3900), ("93458", 9800)),
                ("I10", "I2510", "R079", "I4891"), "22", False, "207RC0000X", 0.35, 0.020),
    ServiceLine("infusion", 0.03, (("96413", 1900), ("96365", 800), ("J1745", 5200), ("J9271", 14500)),
                ("K5090", "M0579", "C3490", "D509"), "22", False, "207RH0003X", 0.65, 0.030),
    ServiceLine("emergency", 0.09, (("99283", 1150), ("99284", 1900), ("99285", 2900)),
                ("R079", "R1084", "S0990XA", "J189"), "131", True, "282N00000X", 0.0, 0.030, "0450"),
    ServiceLine("outpatient hospital", 0.05, (("45378", 3400), ("43239", 3100), ("36415", 40), ("76700", 950)),
                ("Z1211", "K219", "R1011", "K5730"), "131", True, "282N00000X", 0.30, 0.012, "0360"),
    ServiceLine("inpatient", 0.03, (("", 28000), ("", 41000), ("", 19000)),
                ("A419", "I5033", "J189", "M1711"), "111", True, "282N00000X", 0.60, 0.080, "0120"),
)  # fmt: skip
DRGS = ("871", "291", "193", "470")
OFFICE_LINES = ("office visits", "laboratory", "therapy", "imaging")

REASONS = (
    "eligibility", "coordination", "timely", "enrollment", "registration", "authorization", "benefit",
    "bundling", "modifier", "diagnosis", "documentation", "necessity", "other",
)  # fmt: skip
LINE_REASONS = frozenset({"bundling", "modifier", "diagnosis"})
# Reason -> (group, CARC, remark codes that may stand beside it).
CODES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "eligibility": ("CO", "27", ("N30",)),
    "coordination": ("CO", "22", ("MA04",)),
    "timely": ("CO", "29", ("N211",)),
    "enrollment": ("CO", "B7", ("N570",)),
    "registration": ("CO", "16", ("MA130", "MA61", "N382")),
    "authorization": ("CO", "197", ("M62",)),
    "benefit": ("PR", "96", ("N130",)),
    "bundling": ("CO", "97", ("M15",)),
    "modifier": ("CO", "4", ("N519",)),
    "diagnosis": ("CO", "11", ("M76",)),
    "documentation": ("CO", "252", ("N706",)),
    "necessity": ("CO", "50", ("N115",)),
    "other": ("CO", "A1", ("N381",)),
}
# How often staff take a denial up, how often it is then paid, and how it comes back.
REWORK: dict[str, tuple[float, float, str]] = {
    "eligibility": (0.55, 0.40, "replacement"),
    "coordination": (0.60, 0.62, "replacement"),
    "timely": (0.15, 0.10, "correction"),
    "enrollment": (0.45, 0.45, "correction"),
    "registration": (0.75, 0.80, "replacement"),
    "authorization": (0.50, 0.45, "correction"),
    "benefit": (0.15, 0.12, "correction"),
    "bundling": (0.45, 0.50, "replacement"),
    "modifier": (0.70, 0.80, "replacement"),
    "diagnosis": (0.55, 0.45, "replacement"),
    "documentation": (0.65, 0.72, "correction"),
    "necessity": (0.45, 0.48, "correction"),
    "other": (0.50, 0.80, "correction"),
}
_LAST = "ALDER BIRCH CEDAR DOGWOOD ELM FERN GORSE HAZEL IVY JUNIPER LARCH MAPLE OAK PINE ROWAN SORREL"
_FIRST = "AVERY BLAKE CASEY DREW ELLIS FINLEY GRAY HARPER INDIGO JORDAN KAI LOGAN MORGAN NOEL QUINN"
LAST_NAMES = tuple(_LAST.split())
FIRST_NAMES = tuple(_FIRST.split())


def npi(number: int) -> str:
    """A ten-digit identifier with a valid check digit (Luhn over the prefix 80840)."""
    base = f"1{number:08d}"
    total = 24
    for place, digit in enumerate(reversed(base)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return base + str(-total % 10)
