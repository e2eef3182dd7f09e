"""The invented payers of the world, by type, and how each pays, answers and judges."""

from __future__ import annotations

from dataclasses import dataclass

PAYER_TYPES = ("medicare", "medicare_advantage", "medicaid", "medicaid_managed", "commercial", "other")


@dataclass(frozen=True)
class Payer:
    """A payer: share of claims, part of a charge that it allows, days to its answer, days to file and to appeal.

    ``strictness`` bends the log-odds of its judgements; ``contract`` is how it prices: fee_schedule, percent, and for
    stays drg_weight or per_diem.
    """

    id: str
    name: str
    kind: str
    filing_code: str
    share: float
    fee: float
    lag_days: float
    filing_limit: int
    appeal_limit: int
    strictness: float
    contract: str = "fee_schedule"
    stays: str = "drg_weight"


PAYERS: tuple[Payer, ...] = (
    Payer("80001", "FEDERAL SENIOR PLAN", "medicare", "MB", 0.190, 0.36, 14, 365, 120, -0.5),
    Payer("80011", "SILVERLINE ADVANTAGE", "medicare_advantage", "16", 0.080, 0.35, 18, 365, 60, 0.5),
    Payer("80012", "HARBOR SENIOR CARE", "medicare_advantage", "16", 0.055, 0.33, 20, 180, 60, 0.8),
    Payer("80013", "GOLDEN FIELDS MEDICARE", "medicare_advantage", "16", 0.040, 0.34, 17, 365, 65, 0.2),
    Payer("80021", "STATE MEDICAL ASSISTANCE", "medicaid", "MC", 0.060, 0.24, 30, 365, 90, 0.0, stays="per_diem"),
    Payer("80031", "COMMUNITY PARTNERS HEALTH", "medicaid_managed", "HM", 0.060, 0.26, 24, 180, 90, 0.7),
    Payer("80032", "OPEN DOOR MANAGED CARE", "medicaid_managed", "HM", 0.045, 0.25, 27, 120, 60, 0.5),
    Payer("80033", "RIVERBEND FAMILY PLAN", "medicaid_managed", "HM", 0.035, 0.25, 22, 180, 90, 0.9),
    Payer("80041", "BLUE RIVER MUTUAL", "commercial", "BL", 0.110, 0.56, 16, 180, 180, 0.0),
    Payer("80042", "NORTHFIELD LIFE AND HEALTH", "commercial", "CI", 0.075, 0.53, 21, 90, 180, 0.4),
    Payer("80043", "KEYSTONE WORKERS TRUST", "commercial", "CI", 0.050, 0.50, 24, 120, 120, 0.2, "percent", "per_diem"),
    Payer("80044", "PRAIRIE STATES INSURANCE", "commercial", "CI", 0.045, 0.58, 19, 180, 180, -0.2),
    Payer("80045", "GREAT LAKES ALLIANCE", "commercial", "CI", 0.035, 0.55, 15, 180, 180, 0.3),
    Payer("80046", "CAPITOL EMPLOYEE PLAN", "commercial", "CI", 0.030, 0.54, 18, 365, 180, 0.1),
    Payer("80047", "EVERGREEN EXCHANGE HEALTH", "commercial", "CI", 0.025, 0.49, 23, 90, 120, 0.8),
    Payer("80048", "BEACON HILL ASSURANCE", "commercial", "CI", 0.015, 0.57, 26, 120, 180, -0.1, "percent", "per_diem"),
    Payer("80051", "SUMMIT SELF FUNDED GROUP", "other", "12", 0.020, 0.48, 26, 90, 90, 0.3, "percent", "per_diem"),
    Payer("80052", "TRAVELERS AID BENEFIT FUND", "other", "12", 0.012, 0.45, 33, 120, 60, 0.2, "percent"),
    Payer("80053", "UNIFORMED FAMILIES PROGRAM", "other", "CH", 0.018, 0.40, 20, 365, 90, 0.0),
)  # fmt: skip
MEDIGAP = next(row for row, payer in enumerate(PAYERS) if payer.id == "80044")

# Reasons in the order in which a payer's system looks for them.
REASONS = (
    "duplicate", "eligibility", "coordination", "timely", "enrollment", "registration", "authorization", "benefit",
    "bundling", "modifier", "diagnosis", "other", "documentation", "necessity",
)  # fmt: skip
NUMBER = {name: row for row, name in enumerate(REASONS)}
# A payer stops after the first stage that finds something, so reasons of one stage are told together.
STAGE = (0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 3)
LINE_REASONS = ("bundling", "modifier", "diagnosis")


@dataclass(frozen=True)
class Code:
    """How a reason is told: the group, the adjustment reason, the remark (empty where none belongs beside it)."""

    group: str
    carc: str
    rarc: str = ""


# Adjustment reasons that say too little alone: their text asks for at least one remark.
NEEDS_REMARK = ("16", "96", "252", "A1")
# Reason -> (told so where it can be mended, told so where it hardly can). Pairs after the CAQH CORE combinations.
CODES: dict[str, tuple[Code, Code]] = {
    "duplicate": (Code("OA", "18", "N522"), Code("OA", "18", "N111")),
    "eligibility": (Code("CO", "27", "N52"), Code("CO", "27", "N30")),
    "coordination": (Code("CO", "22", "N4"), Code("CO", "22", "MA04")),
    "timely": (Code("CO", "29"), Code("CO", "29")),
    "enrollment": (Code("CO", "B7", "N570"), Code("CO", "B7", "N95")),
    "registration": (Code("CO", "16", "N382"), Code("CO", "16", "MA61")),
    "authorization": (Code("CO", "198", "N54"), Code("CO", "197", "N83")),
    "benefit": (Code("CO", "119", "N362"), Code("PR", "96", "N130")),
    "bundling": (Code("CO", "97", "N20"), Code("CO", "97", "M15")),
    "modifier": (Code("CO", "4", "N519"), Code("CO", "4", "N572")),
    "diagnosis": (Code("CO", "11", "MA63"), Code("CO", "11", "N115")),
    "other": (Code("CO", "A1", "N381"), Code("CO", "A1", "N448")),
    "documentation": (Code("CO", "252", "N706"), Code("CO", "252", "M127")),
    "necessity": (Code("CO", "50", "N180"), Code("CO", "50", "N115")),
}
LEVEL_OF_CARE = (Code("CO", "150", "M25"), Code("CO", "150", "N115"))


@dataclass(frozen=True)
class Rework:
    """Taking a denial up: chance of success (before payer and facts), log-odds of being taken up, the way, minutes."""

    won: float
    worth: float
    way: str
    minutes: int


REWORK: dict[str, Rework] = {
    "duplicate": Rework(0.18, -1.5, "resubmission", 12),
    "eligibility": Rework(0.36, -0.3, "resubmission", 20),
    "coordination": Rework(0.62, 0.3, "resubmission", 20),
    "timely": Rework(0.10, -2.2, "appeal", 25),
    "enrollment": Rework(0.42, 0.0, "appeal", 30),
    "registration": Rework(0.76, 0.6, "resubmission", 12),
    "authorization": Rework(0.42, 0.4, "appeal", 50),
    "benefit": Rework(0.12, -1.5, "appeal", 25),
    "bundling": Rework(0.48, 0.2, "resubmission", 20),
    "modifier": Rework(0.78, 0.6, "resubmission", 15),
    "diagnosis": Rework(0.40, -0.1, "resubmission", 30),
    "other": Rework(0.80, 0.5, "appeal", 18),
    "documentation": Rework(0.82, 0.6, "appeal", 35),
    "necessity": Rework(0.48, 0.3, "appeal", 75),
}
