"""What an 835 and an 837's other payers say alike: CAS, MIA, MOA and the procedure that was judged."""

from __future__ import annotations

from interchange.x12.spec import Element, Repeat, Segment, money, number, repeat, segment, text

CAS_GROUPS = (2, 5, 8, 11, 14, 17)
CAS_ELEMENTS: tuple[Element, ...] = (text(0, "carc"), money(1, "amount"), number(2, "quantity"))


def adjustments(table: str) -> Repeat:
    """CAS: up to six reasons of one group, a row each."""
    return repeat(
        "CAS",
        *CAS_ELEMENTS,
        table=table,
        name="adjustments",
        groups=CAS_GROUPS,
        leading=(text(1, "group_code"),),
    )


def remarks(table: str, id: str, groups: tuple[int, ...], where: tuple[int, str] | None = None) -> Repeat:
    """Remark codes of one segment; ``source`` says which."""
    return repeat(
        id,
        text(0, "rarc"),
        table=table,
        name=f"{id.lower()}_remarks",
        groups=groups,
        where=where,
        source=id,
    )


INPATIENT = segment(
    "MIA",
    number(1, "mia_covered_days"),
    money(2, "mia_pps_operating_outlier_amount"),
    number(3, "mia_lifetime_psychiatric_days"),
    money(4, "mia_drg_amount"),
    money(6, "mia_disproportionate_share_amount"),
    money(7, "mia_msp_pass_through_amount"),
    money(8, "mia_pps_capital_amount"),
    money(9, "mia_pps_capital_fsp_drg_amount"),
    money(10, "mia_pps_capital_hsp_drg_amount"),
    money(11, "mia_pps_capital_dsh_drg_amount"),
    money(12, "mia_old_capital_amount"),
    money(13, "mia_pps_capital_ime_amount"),
    money(14, "mia_pps_operating_hospital_drg_amount"),
    number(15, "mia_cost_report_days"),
    money(16, "mia_pps_operating_federal_drg_amount"),
    money(17, "mia_pps_capital_outlier_amount"),
    money(18, "mia_indirect_teaching_amount"),
    money(19, "mia_nonpayable_professional_amount"),
    money(24, "mia_pps_capital_exception_amount"),
)
OUTPATIENT = segment(
    "MOA",
    number(1, "moa_reimbursement_rate"),
    money(2, "moa_hcpcs_payable_amount"),
    money(8, "moa_esrd_payment_amount"),
    money(9, "moa_nonpayable_professional_amount"),
)


def adjudication(table: str) -> tuple[Segment | Repeat, ...]:
    """MIA and MOA: amounts into columns of the claim, remark codes into rows of ``table``."""
    return (
        INPATIENT,
        remarks(table, "MIA", (5, 20, 21, 22, 23)),
        OUTPATIENT,
        remarks(table, "MOA", (3, 4, 5, 6, 7)),
    )
