"""Events to X12 documents: the nodes that the interchange's writer turns into bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from interchange.x12 import Node
from simulator.catalogue import DRGS, FIRST_NAMES, LAST_NAMES, PAYERS, SERVICE_LINES, npi
from simulator.lives import INPATIENT, SECONDARY_PAYER, Answer, Line, Submission
from simulator.world import Claims, day_number

GROUP = {"name": "LAKESIDE MEDICAL GROUP", "npi": npi(60000001), "tax_id": "990000001", "taxonomy_code": "261QM1300X"}
HOSPITAL = {"name": "LAKESIDE HOSPITAL", "npi": npi(60000002), "tax_id": "990000002", "taxonomy_code": "282N00000X"}
PLACE = {"city": "LAKESIDE", "state": "OH", "postal_code": "440010000"}


class Documents:
    """Builds the sets of one world; money goes from integer cents to Decimal here."""

    def __init__(self, claims: Claims, start: dt.date) -> None:
        self.claims = claims
        self.start = start

    def control_number(self, index: int) -> str:
        """CLM01 and CLP01 of a claim."""
        return f"OT{index:08d}"

    def is_institutional(self, index: int) -> bool:
        """Whether the claim goes out as an 837I."""
        return SERVICE_LINES[int(self.claims.line[index])].institutional

    def submission_set(self, day: int, submissions: Sequence[Submission], *, reference: str) -> Node:
        """One ST of an 837: the claims that one billing provider sent on one day."""
        institutional = self.is_institutional(submissions[0].claim)
        billing = {**(HOSPITAL if institutional else GROUP), **PLACE}
        head: dict[str, object] = {
            "structure_code": "0019",
            "purpose_code": "00",
            "reference_id": reference,
            "created_date": day_number(self.start, day),
            "created_time": "0600",
            "transaction_type_code": "CH",
            "submitter_name": "LAKESIDE BILLING",
            "submitter_id": "LAKESIDE",
            "receiver_name": "MERIDIAN CLEARING",
            "receiver_id": "MERIDIAN",
        }
        return Node("ST", head, [Node("2000A", {**billing}, [self._subscriber(each) for each in submissions])])

    def _subscriber(self, submission: Submission) -> Node:
        index = submission.claim
        payer = PAYERS[int(self.claims.payer[index])]
        person = self._person(index)
        values: dict[str, object] = {
            "payer_responsibility_code": "P",
            "relationship_code": "18",
            "filing_indicator_code": payer.filing_code,
            "payer_name": payer.name,
            "payer_id": payer.id,
            "member_id": f"M{int(self.claims.patient[index]):08d}",
            **person,
        }
        return Node("2000B", values, [self._claim(submission)])

    def _person(self, index: int) -> dict[str, object]:
        patient, age = int(self.claims.patient[index]), int(self.claims.age[index])
        born = day_number(self.start, int(self.claims.day[index])) - dt.timedelta(days=age * 365 + patient % 360 + 1)
        return {
            "last_name": LAST_NAMES[patient % len(LAST_NAMES)],
            "first_name": FIRST_NAMES[patient // 7 % len(FIRST_NAMES)],
            "birth_date": born,
            "sex": "FM"[patient % 2],
        }

    def _claim(self, submission: Submission) -> Node:
        index, c = submission.claim, self.claims
        line = SERVICE_LINES[int(c.line[index])]
        served = day_number(self.start, int(c.day[index]))
        values: dict[str, object] = {
            "patient_control_number": self.control_number(index),
            "charge_amount": _dollars(int(c.charge[index] + c.second_charge[index])),
            "facility_code": line.place[:2],
            "facility_code_qualifier": "A" if line.institutional else "B",
            "frequency_code": submission.frequency,
            "original_reference_number": submission.original_reference or None,
            "prior_authorization_number": self._authorization(submission),
            "codes": self._codes(index),
        }
        provider = int(c.provider[index])
        who = {"npi": npi(70000000 + provider), "last_name": f"PROVIDER{provider}", "first_name": "ALEX"}
        values |= {f"{'attending' if line.institutional else 'rendering'}_{name}": value for name, value in who.items()}
        if line.institutional:
            stay = 3 if int(c.line[index]) == INPATIENT else 0
            values |= {"statement_from_date": served, "statement_to_date": served + dt.timedelta(days=stay)}
            values |= {"admission_type_code": "1", "admission_source_code": "1", "patient_status_code": "01"}
        else:
            values["rendering_taxonomy_code"] = line.taxonomy
        return Node("2300", values, self._service_lines(submission, served))

    def _authorization(self, submission: Submission) -> str | None:
        return f"AUTH{submission.claim:07d}" if self.claims.has_authorization[submission.claim] else None

    def _codes(self, index: int) -> list[dict[str, object]]:
        line = SERVICE_LINES[int(self.claims.line[index])]
        codes: list[dict[str, object]] = [
            {"qualifier": "ABK", "code": line.diagnoses[int(self.claims.diagnosis[index])]}
        ]
        if int(self.claims.line[index]) == INPATIENT:
            codes.append({"qualifier": "DR", "code": DRGS[int(self.claims.diagnosis[index]) % len(DRGS)]})
        return codes

    def _service_lines(self, submission: Submission, served: dt.date) -> list[Node]:
        index, c = submission.claim, self.claims
        if int(c.line[index]) == INPATIENT:
            charge = int(c.charge[index])
            rooms, drugs = charge - charge * 2 // 5, charge * 2 // 5
            return [self._room(1, "0120", rooms, served), self._room(2, "0250", drugs, served)]
        nodes = [self._service(submission, 1, served)]
        if int(c.second[index]) >= 0:
            nodes.append(self._service(submission, 2, served))
        return nodes

    def _room(self, number: int, revenue_code: str, cents: int, served: dt.date) -> Node:
        units = Decimal(3 if revenue_code == "0120" else 1)
        values: dict[str, object] = {"line_number": str(number), "revenue_code": revenue_code, "service_date": served}
        return Node("2400", values | {"charge_amount": _dollars(cents), "unit_code": "DA", "units": units})

    def _service(self, submission: Submission, number: int, served: dt.date) -> Node:
        index = submission.claim
        line = SERVICE_LINES[int(self.claims.line[index])]
        values: dict[str, object] = {
            "line_number": str(number),
            "procedure_qualifier": "HC",
            "procedure_code": self._procedure(index, number),
            "charge_amount": _dollars(self._charge(index, number)),
            "unit_code": "UN",
            "units": Decimal(1),
            "service_date": served,
            "line_control_number": f"{index}L{number}",
        }
        if line.institutional:
            values["revenue_code"] = line.revenue_code
        else:
            values |= {"place_of_service": line.place[:2], "diagnosis_pointer_1": "1"}
        modifier = self._modifier(submission, number)
        return Node("2400", values | ({"modifier_1": modifier} if modifier else {}))

    def _modifier(self, submission: Submission, number: int) -> str:
        index, c = submission.claim, self.claims
        if int(c.second[index]) < 0:
            return ""
        if number == 1 and int(c.line[index]) == 0 and (bool(c.modifier_25[index]) or submission.is_mended):
            return "25"
        return "59" if number == 2 and (bool(c.modifier_59[index]) or submission.is_mended) else ""

    def _procedure(self, index: int, number: int) -> str:
        which = self.claims.procedure if number == 1 else self.claims.second
        return SERVICE_LINES[int(self.claims.line[index])].procedures[int(which[index])][0]

    def _charge(self, index: int, number: int) -> int:
        return int((self.claims.charge if number == 1 else self.claims.second_charge)[index])

    def payment_set(
        self, payer: int, day: int, answers: Sequence[Answer], *, trace: str, adjustments: Sequence[tuple[str, int]]
    ) -> Node:
        """One ST of an 835: what one payer pays one billing provider in one payment."""
        institutional = self.is_institutional(answers[0].claim)
        payee = HOSPITAL if institutional else GROUP
        paid = sum(line.paid for answer in answers for line in answer.lines) - sum(cents for _, cents in adjustments)
        date = day_number(self.start, day)
        provider_adjustments: list[dict[str, object]] = [
            {
                "provider_id": payee["npi"],
                "fiscal_period_date": dt.date(date.year, 12, 31),
                "reason_code": reason,
                "reference_id": f"R{trace}",
                "amount": _dollars(cents),
            }
            for reason, cents in adjustments
        ]
        values: dict[str, object] = {
            "handling_code": "I" if paid else "H",
            "payment_amount": _dollars(paid),
            "credit_debit_code": "C",
            "payment_method_code": "ACH" if paid else "NON",
            "payment_date": date,
            "trace_number": trace,
            "originating_company_id": f"1{PAYERS[payer].id}0000",
            "production_date": date,
            "payer_name": PAYERS[payer].name,
            "payer_id": PAYERS[payer].id,
            "payee_name": payee["name"],
            "payee_id_qualifier": "XX",
            "payee_id": payee["npi"],
            "payee_tax_id": payee["tax_id"],
            "provider_adjustments": provider_adjustments,
        }
        return Node("ST", values, [self._answer(answer) for answer in answers])

    def _answer(self, answer: Answer) -> Node:
        index, c = answer.claim, self.claims
        line = SERVICE_LINES[int(c.line[index])]
        share = sum(a for each in answer.lines for group, _, a in each.adjustments if group == "PR")
        person = self._person(index)
        served = day_number(self.start, int(c.day[index]))
        values: dict[str, object] = {
            "patient_control_number": self.control_number(index),
            "claim_status_code": answer.status,
            "charge_amount": _dollars(sum(each.charge for each in answer.lines)),
            "paid_amount": _dollars(sum(each.paid for each in answer.lines)),
            "patient_responsibility_amount": _dollars(share) if share > 0 else None,
            "filing_indicator_code": PAYERS[answer.payer].filing_code,
            "payer_claim_control_number": answer.number,
            "facility_type_code": line.place[:2],
            "frequency_code": "1",
            "patient_last_name": person["last_name"],
            "patient_first_name": person["first_name"],
            "patient_id": f"M{int(c.patient[index]):08d}",
            "moa_remarks": [{"rarc": code} for code in answer.claim_remarks],
            "rendering_npi": npi(70000000 + int(c.provider[index])),
            "statement_from_date": served,
        }
        if answer.crossover:
            other = PAYERS[SECONDARY_PAYER]
            values |= {"crossover_payer_name": other.name, "crossover_payer_id": other.id}
        return Node("2100", values, [self._answered_line(answer, each, served) for each in answer.lines])

    def _answered_line(self, answer: Answer, line: Line, served: dt.date) -> Node:
        index = answer.claim
        inpatient = int(self.claims.line[index]) == INPATIENT
        service = SERVICE_LINES[int(self.claims.line[index])]
        room = ("NU", "0120" if line.number == 1 else "0250")
        qualifier, code = room if inpatient else ("HC", self._procedure(index, line.number))
        allowed = line.charge - sum(a for group, _, a in line.adjustments if group != "PR")
        values: dict[str, object] = {
            "procedure_qualifier": qualifier,
            "procedure_code": code,
            "charge_amount": _dollars(line.charge),
            "paid_amount": _dollars(line.paid),
            "revenue_code": service.revenue_code or None if not inpatient else None,
            "paid_units": Decimal(1),
            "service_date": served,
            "adjustments": [
                {"group_code": group, "carc": carc, "amount": _dollars(cents)}
                for group, carc, cents in sorted(line.adjustments)
            ],
            "line_control_number": None if inpatient else f"{index}L{line.number}",
            "allowed_amount": _dollars(allowed) if line.paid > 0 else None,
            "lq_remarks": [{"rarc": code} for code in line.remarks],
        }
        return Node("2110", values)


def _dollars(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
