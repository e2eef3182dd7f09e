"""The provider's lines of service, and the real code numbers that they use. No description is copied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MOST_DIAGNOSES = 8


@dataclass(frozen=True)
class ServiceLine:
    """A line of service: procedures (code, typical charge in dollars), diagnoses, place of service or bill type.

    ``authorization`` is the share of a typical payer's procedures that need one; ``review`` the log-odds that a payer
    looks at the record; ``second`` and ``further`` how often a claim has a second procedure, and others after it.
    """

    name: str
    share: float
    procedures: tuple[tuple[str, float], ...]
    diagnoses: tuple[str, ...]
    place: str
    taxonomy: str
    authorization: float
    review: float
    second: float
    further: float
    revenue_code: str = ""

    @property
    def is_institutional(self) -> bool:
        """Whether its claims go out as 837I; its place is then a type of bill."""
        return bool(self.revenue_code)


def _codes(text: str) -> tuple[tuple[str, float], ...]:
    """``"99213:190 99214:270"`` as pairs."""
    return tuple((code, float(charge)) for code, charge in (pair.split(":") for pair in text.split()))


def _line(
    name: str, share: float, procedures: str, diagnoses: str, place: str, taxonomy: str, *rest: float | str
) -> ServiceLine:
    return ServiceLine(name, share, _codes(procedures), tuple(diagnoses.split()), place, taxonomy, *rest)  # type: ignore[arg-type]


SERVICE_LINES: tuple[ServiceLine, ...] = (
    _line("office visits", 0.29, "99213:190 99214:270 99203:240 99215:360 99395:300 99204:340 99212:120 99396:310",
          "E119 I10 J069 M545 Z0000 F419 K219 N390", "11", "207Q00000X", 0.01, -5.2, 0.40, 0.10),
    _line("laboratory", 0.15, "80053:85 85025:60 83036:70 84443:110 80061:95 82306:150 81001:40 82607:90",
          "E785 E119 R739 D649 Z0000 E559 N390 E039", "81", "291U00000X", 0.02, -5.0, 0.75, 0.55),
    _line("imaging", 0.12, "71046:260 72148:1700 74177:2300 70450:900 73721:1500 76700:650 70553:2600 77067:420",
          "M545 R1084 S060X0A M25561 R0789 G43909 R918 Z1231", "22", "2085R0202X", 0.42, -3.6, 0.25, 0.10),
    _line("surgery", 0.06, "20610:520 11042:900 29881:6200 47562:7900 64721:4100 66984:4600 27447:14500 30520:5300",
          "M1711 L97419 M2341 K8020 G5601 H2511 J342 M19011", "24", "208600000X", 0.38, -2.6, 0.55, 0.15),
    _line("therapy", 0.08, "97110:140 97140:130 97530:150 97112:145 97161:240 97116:120",
          "M545 M25511 S83511D M6281 M25561 R262", "11", "225100000X", 0.28, -3.3, 0.80, 0.35),
    _line("cardiology", 0.06, "93000:120 93306:1600 78452:3900 93458:9800 93015:640 93880:820",
          "I10 I2510 R079 I4891 I5022 R0602", "22", "207RC0000X", 0.34, -3.1, 0.45, 0.15),
    _line("infusion", 0.03, "96413:1900 96365:800 J1745:5200 J9271:14500 J0897:3100 96372:160",
          "K5090 M0579 C3490 D509 M810 C50911", "22", "207RH0003X", 0.62, -2.6, 0.80, 0.30),
    _line("equipment", 0.04, "E0601:1300 E1390:420 K0001:310 L1833:900 E0260:780 A7034:180",
          "G4733 J449 M6281 S83511D I509 M1711", "12", "332B00000X", 0.46, -2.8, 0.35, 0.20),
    _line("behavioral health", 0.05, "90837:260 90834:200 90791:340 90832:150 90853:110",
          "F331 F411 F4310 F1020 F319 F909", "11", "103T00000X", 0.22, -3.3, 0.15, 0.05),
    _line("emergency", 0.06, "99283:1150 99284:1900 99285:2900 99282:620 99281:320",
          "R079 R1084 S0990XA J189 N390 R51", "131", "282N00000X", 0.0, -3.3, 0.70, 0.45, "0450"),
    _line("outpatient hospital", 0.04, "45378:3400 43239:3100 45385:4200 76700:950 45380:3900 36430:1700",
          "Z1211 K219 R1011 K5730 D124 D649", "131", "282N00000X", 0.24, -3.3, 0.60, 0.30, "0360"),
    _line("inpatient", 0.02, "871:39000 291:26000 193:25500 470:42000 392:16500 683:18500 309:15500 690:16800",
          "A419 I5033 J189 M1711 K5792 N179 I4891 N390", "111", "282N00000X", 0.52, -1.5, 0.95, 0.60, "0120"),
)  # fmt: skip
OFFICE_LINES = ("office visits", "laboratory", "therapy", "imaging", "behavioral health")
LINE = {line.name: row for row, line in enumerate(SERVICE_LINES)}
INPATIENT, EMERGENCY, OFFICE = LINE["inpatient"], LINE["emergency"], LINE["office visits"]
COUNTED_LINES = (LINE["therapy"], LINE["behavioral health"])
# Weight and mean days of the stays above, from the published table of fiscal year 2026; the DRG a payer pays down to.
STAYS: dict[str, tuple[float, int, str]] = {
    "871": (1.9425, 6, "872"), "291": (1.2838, 5, "292"), "193": (1.3144, 5, "194"), "470": (1.9289, 2, "470"),
    "392": (0.7796, 3, "392"), "683": (0.8758, 4, "683"), "309": (0.7357, 3, "309"), "690": (0.8095, 4, "690"),
}  # fmt: skip
PAID_DOWN: dict[str, float] = {"872": 1.0233, "292": 0.8490, "194": 0.8059}
# What a stay's charge is made of: revenue code, share.
STAY_REVENUE: tuple[tuple[str, float], ...] = (("0120", 0.46), ("0250", 0.22), ("0300", 0.17), ("0360", 0.15))

COUNTS = np.array([len(line.procedures) for line in SERVICE_LINES])
FIRST = np.concatenate(([0], np.cumsum(COUNTS)[:-1]))
PROCEDURES: tuple[str, ...] = tuple(code for line in SERVICE_LINES for code, _ in line.procedures)
TYPICAL = np.array([charge for line in SERVICE_LINES for _, charge in line.procedures])
LINE_OF = np.repeat(np.arange(len(SERVICE_LINES)), COUNTS)
DIAGNOSIS_COUNTS = np.array([len(line.diagnoses) for line in SERVICE_LINES])
INSTITUTIONAL = np.array([line.is_institutional for line in SERVICE_LINES])
# Where service takes place, as CLM05-1 tells it: a place of service, or the first two digits of a type of bill.
VIDEO = "10"
PLACES = tuple(sorted({VIDEO, *(line.place[:2] for line in SERVICE_LINES)}))
PLACE_OF = np.array([PLACES.index(line.place[:2]) for line in SERVICE_LINES])
# Left or right must be told for these; a new patient is told by these; a visit may be held by video in these lines.
SIDED = np.isin(PROCEDURES, ["73721", "20610", "29881", "64721", "66984", "27447", "L1833"])
NEW_PATIENT = np.isin(PROCEDURES, ["99203", "99204", "90791", "97161"])
VIDEO_LINES = (OFFICE, LINE["behavioral health"])
# A procedure done at an office visit, for which the visit needs modifier 25.
MINOR = PROCEDURES.index("20610")
