"""The extracts that are read: which file gives which table, under which headers (docs/ehr_extracts.md).

A header is compared in capitals, blanks as underscores. Sites rename columns: a second name goes beside the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from interchange.feeds import Column, Table

CONTROL_NUMBER = Column("patient_control_number", ("PATIENT_CONTROL_NUMBER", "CLAIM_CONTROL_NUMBER"), required=True)
PATIENT = Column("patient_id", ("PAT_ID",), required=True)


@dataclass(frozen=True)
class Extract:
    """One kind of file: ``names`` begin the names of its files, ``table`` holds its rows."""

    names: tuple[str, ...]
    table: Table

    @property
    def type(self) -> str:
        """The kind of file in the ledger."""
        return self.names[0]


EXTRACTS = (
    Extract(
        ("PATIENT",),
        Table(
            "ehr_patients",
            (
                PATIENT,
                Column("patient_name", ("PAT_NAME",)),
                Column("medical_record_number", ("PAT_MRN_ID",), required=True),
                Column("sex", ("SEX_C_NAME",)),
                Column("birth_date", ("BIRTH_DATE",), "date"),
            ),
            key=("patient_id",),
        ),
    ),
    Extract(
        ("COVERAGE",),
        Table(
            "ehr_coverages",
            (
                Column("coverage_id", ("COVERAGE_ID",), required=True),
                PATIENT,
                Column("payer_id", ("PAYOR_ID",)),
                Column("payer_name", ("PAYOR_NAME",)),
                Column("member_id", ("SUBSCR_NUM",)),
                Column("plan_name", ("PLAN_NAME",)),
                Column("filing_order", ("FILING_ORDER",), "integer"),
                Column("has_other_coverage", ("HAS_OTHER_COVERAGE_YN",), "flag"),
                Column("effective_date", ("CVG_EFF_DT",), "date"),
                Column("termination_date", ("CVG_TERM_DT",), "date"),
            ),
            key=("coverage_id", "effective_date"),
        ),
    ),
    Extract(
        ("PAT_ENC_SCHEDULED", "PAT_ENC"),
        Table(
            "ehr_visits",
            (
                Column("visit_id", ("PAT_ENC_CSN_ID",), required=True),
                PATIENT,
                Column("account_id", ("HSP_ACCOUNT_ID",)),
                Column("provider_npi", ("VISIT_PROV_ID",)),
                Column("department_name", ("DEPARTMENT_NAME",)),
                Column("procedure_code", ("PROC_CODE",)),
                Column("visit_status", ("APPT_STATUS_C_NAME",), required=True),
                Column("visit_date", ("CONTACT_DATE",), "date", required=True),
            ),
            key=("visit_id",),
        ),
    ),
    Extract(
        ("HSP_ACCOUNT",),
        Table(
            "ehr_accounts",
            (
                Column("account_id", ("HSP_ACCOUNT_ID",), required=True),
                CONTROL_NUMBER,
                Column("financial_class", ("ACCT_FIN_CLASS_C_NAME",)),
                Column("billing_status", ("ACCT_BILLSTS_HA_C_NAME",)),
                Column("charge_amount", ("TOT_CHGS",), "money"),
                Column("admitted_at", ("ADM_DATE_TIME",), "timestamp"),
                Column("discharged_at", ("DISCH_DATE_TIME",), "timestamp"),
            ),
            key=("account_id",),
        ),
    ),
    Extract(
        ("REFERRAL",),
        Table(
            "ehr_referrals",
            (
                Column("referral_id", ("REFERRAL_ID",), required=True),
                PATIENT,
                Column("authorization_number", ("EXTERNAL_ID_NUM",)),
                Column("referral_status", ("RFL_STATUS_C_NAME",), required=True),
                Column("patient_control_number", ("PATIENT_CONTROL_NUMBER",)),
                Column("referring_npi", ("REFERRING_PROV_ID",)),
                Column("provider_npi", ("REFERRAL_PROV_ID",)),
                Column("entry_date", ("ENTRY_DATE",), "date"),
                Column("start_date", ("START_DATE",), "date"),
                Column("expiry_date", ("EXP_DATE",), "date"),
            ),
            key=("referral_id",),
        ),
    ),
    Extract(
        ("CLAIM_EDIT_LOG",),
        Table(
            "work_claim_edits",
            (
                CONTROL_NUMBER,
                Column("edit_name", ("EDIT_NAME",), required=True),
                Column("user_id", ("USER_ID",)),
                Column("minutes", ("MINUTES",), "money"),
            ),
            key=("patient_control_number", "edit_name"),
        ),
    ),
    Extract(
        ("DENIAL_WORK_LOG",),
        Table(
            "work_touches",
            (
                CONTROL_NUMBER,
                Column("user_id", ("USER_ID",)),
                Column("action", ("ACTION",), required=True),
                Column("touch_count", ("TOUCHES",), "integer"),
                Column("minutes", ("MINUTES",), "money"),
                Column("worked_date", ("WORK_DATE",), "date", required=True),
            ),
            key=("patient_control_number", "worked_date", "user_id", "action"),
        ),
    ),
    Extract(
        ("APPEAL_LOG",),
        Table(
            "work_appeals",
            (
                CONTROL_NUMBER,
                Column("level", ("APPEAL_LEVEL",), "integer", required=True),
                Column("outcome", ("OUTCOME",), required=True),
                Column("filed_date", ("SENT_DATE",), "date", required=True),
                Column("decided_date", ("DECISION_DATE",), "date"),
            ),
            key=("patient_control_number", "level", "filed_date"),
        ),
    ),
    Extract(
        ("WRITE_OFF",),
        Table(
            "ehr_write_offs",
            (
                Column("write_off_id", ("TX_ID",), required=True),
                CONTROL_NUMBER,
                Column("account_id", ("HSP_ACCOUNT_ID",)),
                Column("claim_line_number", ("LINE_NUMBER",), "integer"),
                Column("write_off_kind", ("WRITE_OFF_KIND",), required=True),
                Column("write_off_reason", ("WRITE_OFF_REASON",)),
                Column("payer_id", ("PAYOR_ID",)),
                Column("user_id", ("USER_ID",)),
                Column("net_amount", ("TX_AMOUNT",), "money", required=True),
                Column("gross_amount", ("GROSS_AMOUNT",), "money"),
                Column("posted_date", ("TX_POST_DATE",), "date", required=True),
            ),
            key=("write_off_id",),
        ),
    ),
    Extract(
        ("PATIENT_PAYMENT",),
        Table(
            "ehr_patient_payments",
            (
                Column("payment_id", ("TX_ID",), required=True),
                CONTROL_NUMBER,
                Column("account_id", ("HSP_ACCOUNT_ID",)),
                Column("patient_id", ("PAT_ID",)),
                Column("payment_method", ("PAYMENT_METHOD",), required=True),
                Column("paid_amount", ("TX_AMOUNT",), "money", required=True),
                Column("posted_date", ("TX_POST_DATE",), "date", required=True),
            ),
            key=("payment_id",),
        ),
    ),
    Extract(
        ("PATIENT_BALANCE",),
        Table(
            "ehr_patient_balances",
            (
                CONTROL_NUMBER,
                Column("account_id", ("HSP_ACCOUNT_ID",)),
                Column("patient_id", ("PAT_ID",)),
                Column("balance_amount", ("SELF_PAY_BALANCE",), "money", required=True),
                Column("balance_date", ("BALANCE_DATE",), "date", required=True),
            ),
            key=("patient_control_number", "balance_date"),
        ),
    ),
    Extract(
        ("CONTRACT",),
        Table(
            "ehr_contracts",
            (
                Column("contract_id", ("CONTRACT_ID",), required=True),
                Column("payer_id", ("PAYOR_ID",), required=True),
                Column("facility_npi", ("FACILITY_NPI",)),
                Column("service_line", ("SERVICE_LINE",)),
                Column("procedure_code", ("PROC_CODE",)),
                Column("drg_code", ("DRG_CODE",)),
                Column("basis", ("BASIS",), required=True),
                Column("charge_percent", ("RATE",), "money"),
                Column("unit_amount", ("AMOUNT",), "money"),
                Column("drg_weight", ("DRG_WEIGHT",), "number"),
                Column("effective_date", ("EFFECTIVE_DATE",), "date", required=True),
                Column("end_date", ("END_DATE",), "date"),
            ),
            key=("contract_id", "effective_date"),
        ),
    ),
    Extract(
        ("FINANCE_MONTH",),
        Table(
            "finance_months",
            (
                Column("facility_code", ("FACILITY_CODE",)),
                Column("gross_revenue_amount", ("GROSS_REVENUE_AMOUNT",), "money", required=True),
                Column("npsr_amount", ("NPSR_AMOUNT",), "money", required=True),
                Column("contractual_amount", ("CONTRACTUAL_AMOUNT",), "money"),
                Column("payment_amount", ("PAYMENT_AMOUNT",), "money"),
                Column("cash_amount", ("CASH_AMOUNT",), "money"),
                Column("denial_write_off_amount", ("DENIAL_WRITE_OFF_AMOUNT",), "money"),
                Column("net_ar_amount", ("NET_AR_AMOUNT",), "money"),
                Column("billed_ar_amount", ("BILLED_AR_AMOUNT",), "money"),
                Column("billed_ar_over_90_amount", ("BILLED_AR_OVER_90_AMOUNT",), "money"),
                Column("dnfb_amount", ("DNFB_AMOUNT",), "money"),
                Column("cost_amount", ("COST_AMOUNT",), "money"),
                Column("month_start", ("MONTH_START",), "date", required=True),
            ),
            key=("month_start", "facility_code"),
        ),
    ),
)


def tables() -> Iterable[Table]:
    """Every table that an extract can fill."""
    return (each.table for each in EXTRACTS)
