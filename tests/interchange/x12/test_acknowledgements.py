"""Acknowledgements: what came in is answered at its own places, and incoming answers find what was sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from interchange import x12
from interchange.x12 import Envelope, Node

CREATED = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
SENT = Envelope("PROVIDER", "PAYER", 41, 17, CREATED)
BACK = Envelope("PAYER", "PROVIDER", 7, 7, CREATED)


def claim(number: str, charge: str = "100", **more: object) -> Node:
    line = Node(
        "2400", {"procedure_qualifier": "HC", "procedure_code": "99213", "charge_amount": Decimal(100), "units": 1}
    )
    values: dict[str, object] = {
        "patient_control_number": number,
        "charge_amount": Decimal(charge),
        "facility_code": "11",
        "facility_code_qualifier": "B",
        "frequency_code": "1",
        "codes": [{"qualifier": "ABK", "code": "J101"}],
    }
    return Node("2300", values | more, [line])


def submission(*claims: Node, reference: str = "BATCH1") -> Node:
    subscriber = Node(
        "2000B",
        {"payer_responsibility_code": "P", "last_name": "DOE", "member_id": "M1", "payer_name": "A PAYER"},
        list(claims),
    )
    values: dict[str, object] = {"reference_id": reference, "created_date": date(2026, 1, 5), "created_time": "0930"}
    provider = Node("2000A", {"name": "A GROUP", "npi": "1234567893"}, [subscriber])
    return Node("ST", values, [provider])


def sent(*submissions: Node) -> bytes:
    return x12.write("837P", submissions, envelope=SENT)


def body(content: bytes) -> list[str]:
    lines = content.decode().replace("\n", "").split("~")
    return [line for line in lines if line[:3] in ("AK1", "AK2", "IK3", "IK4", "IK5", "AK9", "TA1")]


def test_a_sound_file_is_accepted() -> None:
    reading = x12.read(sent(submission(claim("A1"))))
    envelope = x12.reply_envelope(reading, control_number=3, created=CREATED)
    assert (envelope.sender_id, envelope.receiver_id) == ("PAYER", "PROVIDER")
    assert body(x12.write_999(reading, envelope=envelope)) == [
        "AK1*HC*17*005010X222A1",
        "AK2*837*0001*005010X222A1",
        "IK5*A",
        "AK9*A*1*1*1",
    ]
    assert body(x12.write_ta1(reading, envelope=envelope)) == ["TA1*000000041*260105*0930*A*000"]


def test_one_bad_set_of_three_is_rejected_and_the_group_is_accepted_in_part() -> None:
    content = sent(*(submission(claim(f"A{n}"), reference=f"B{n}") for n in range(3)))
    broken = content.replace(b"SE*13*0002", b"SE*13*0009")
    assert broken != content
    reading = x12.read(broken)
    assert [aside.code for aside in reading.quarantined] == ["X12-SE02-CONTROL"]
    assert body(x12.write_999(reading, envelope=BACK))[-4:] == [
        "IK5*R*3",
        "AK2*837*0003*005010X222A1",
        "IK5*A",
        "AK9*P*3*3*2",
    ]


def test_an_error_is_answered_with_its_segment_its_element_and_its_place_in_the_set() -> None:
    content = sent(submission(claim("A1", accident_date=date(2026, 1, 1)))).replace(b"*D8*20260101", b"*D8*20261301")
    reading = x12.read(content)
    lines = content.decode().split("~\n")
    position = next(n for n, line in enumerate(lines) if line.startswith("DTP*439")) - 1
    assert body(x12.write_999(reading, envelope=BACK))[2:] == [
        f"IK3*DTP*{position}*2300*8",
        "IK4*3**8",
        "IK5*E*5",
        "AK9*E*1*1*1",
    ]


def test_an_acknowledgement_reads_back_whole_and_is_itself_not_acknowledged() -> None:
    reading = x12.read(x12.write_999(x12.read(sent(submission(claim("A1")))), envelope=BACK))
    assert (reading.type, reading.findings, reading.quarantined) == ("999", [], [])
    assert x12.write_999(reading, envelope=SENT) == b""
    answer = x12.read(x12.write_ta1(reading, envelope=SENT))
    assert (answer.type, answer.findings) == ("TA1", [])
    assert x12.write_999(answer, envelope=SENT) == b""


def test_a_wrong_interchange_trailer_is_told_in_the_ta1() -> None:
    content = sent(submission(claim("A1"))).replace(b"IEA*1*000000041", b"IEA*1*000000042")
    assert body(x12.write_ta1(x12.read(content), envelope=BACK)) == ["TA1*000000041*260105*0930*E*001"]


def test_a_group_says_how_many_sets_its_trailer_counts_how_many_came_and_how_many_were_taken_in() -> None:
    content = sent(*(submission(claim(f"A{n}"), reference=f"B{n}") for n in range(3)))
    broken = content.replace(b"SE*13*0002", b"SE*13*0009").replace(b"GE*3*17", b"GE*4*18")
    assert body(x12.write_999(x12.read(broken), envelope=BACK))[-1] == "AK9*P*4*3*2*5*4"
    missing = content.replace(b"GE*3*17~\n", b"") + sent(submission(claim("B1"))).replace(b"000000041", b"000000042")
    answers = body(x12.write_999(x12.read(missing), envelope=BACK))
    assert [line for line in answers if line.startswith("AK9")] == ["AK9*E*3*3*3*3", "AK9*A*1*1*1"]


def test_a_group_without_sets_is_rejected() -> None:
    content = re.sub(rb"ST\*837.*SE\*[^~]*~\n", b"", sent(submission(claim("A1"))), flags=re.DOTALL)
    empty = content.replace(b"*000000041", b"*000000042").replace(b"GE*1*17", b"GE*0*17")
    both = x12.read(sent(submission(claim("A1"))) + empty)
    assert body(x12.write_999(both, envelope=BACK))[-1] == "AK9*R*0*0*0"


def test_an_error_that_names_no_element_is_answered_at_its_segment_alone() -> None:
    content = sent(submission(claim("A1"))).replace(b"BHT*", b"BXX*")
    reading = x12.read(content)
    answered = body(x12.write_999(reading, envelope=BACK, findings=x12.judge(reading, content)))
    assert "IK3*BXX*2**1" in answered
    assert not any(line.startswith("IK4") for line in answered)


def test_an_interchange_whose_header_names_no_control_number_is_not_answered() -> None:
    content = sent(submission(claim("A1")))
    second = content.replace(b"*000000041*0*", b"*         *0*")
    assert second != content
    assert body(x12.write_ta1(x12.read(content + second), envelope=BACK)) == ["TA1*000000041*260105*0930*A*000"]


def test_a_file_that_is_refused_whole_is_rejected_by_ta1_where_its_header_can_be_read() -> None:
    empty = sent(submission(claim("A1")))[:106] + b"~GE*0*1~IEA*0*000000041~"
    with pytest.raises(x12.X12Error) as refused:
        x12.read(empty)
    answer = x12.write_ta1_of_refusal(empty, refused.value, control_number=8, created=CREATED)
    assert body(answer) == ["TA1*000000041*260105*0930*R*024"]
    assert answer.startswith(b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *")
    assert x12.write_ta1_of_refusal(b"no header", refused.value, control_number=8, created=CREATED) == b""


def test_an_interchange_of_which_nothing_stands_is_rejected_in_its_ta1() -> None:
    content = sent(submission(claim("A1"))).replace(b"IEA*1*000000041", b"IEA*1*000000042")
    assert body(x12.write_ta1(x12.read(content, strict=True), envelope=BACK)) == ["TA1*000000041*260105*0930*R*001"]


def acknowledgement(batch: str, number: str, lines: Sequence[Node] = ()) -> bytes:
    status = {"category_code": "A7", "status_code": "562", "status_date": date(2026, 1, 6)}
    patient = Node(
        "2000D", {"last_name": "DOE"}, [Node("2200D", {"patient_control_number": number, "statuses": [status]}, lines)]
    )
    receiver = Node(
        "2000B", {"name": "A GROUP", "batch_reference": batch, "statuses": [status | {"category_code": "A1"}]}
    )
    receiver.children.append(Node("2000C", {"last_name": "A GROUP"}, [patient]))
    head: dict[str, object] = {"reference_id": "R1", "created_date": date(2026, 1, 6), "created_time": "1000"}
    return x12.write("277CA", [Node("ST", head, [Node("2000A", {"name": "A PAYER"}, [receiver])])], envelope=BACK)


def test_incoming_answers_find_what_was_sent_by_the_numbers_they_share() -> None:
    outgoing = [x12.read(sent(submission(claim("Z9"), reference="OTHER"))), x12.read(sent(submission(claim("A1"))))]
    found = x12.match(x12.read(acknowledgement("BATCH1", "A1")), outgoing)
    assert [(each.kind, each.reference, each.status, each.sent_file) for each in found] == [
        ("277CA", "BATCH1", "A1", 1),
        ("277CA claim", "A1", "A7", 1),
    ]
    accepted = x12.match(x12.read(x12.write_999(outgoing[1], envelope=BACK)), outgoing[1:])
    assert [(each.kind, each.reference, each.status, each.sent_file) for each in accepted] == [("999", "17/1", "A", 0)]
    taken = x12.match(x12.read(x12.write_ta1(outgoing[1], envelope=BACK)), outgoing[1:])
    assert [(each.kind, each.reference, each.status, each.sent_file) for each in taken] == [("TA1", "41", "A", 0)]


def test_a_lines_status_says_nothing_of_its_claim() -> None:
    status = {"category_code": "A3", "status_code": "562", "status_date": date(2026, 1, 6)}
    service = {"procedure_code": "99213", "charge_amount": Decimal(80), "statuses": [status]}
    answer = x12.read(acknowledgement("BATCH1", "A1", [Node("2220D", service)]))
    assert answer.tables["x12_277ca_statuses"]["category_code"].to_pylist() == ["A1", "A7", "A3"]
    (_, found) = x12.match(answer, [x12.read(sent(submission(claim("A1"))))])
    assert (found.reference, found.status) == ("A1", "A7")


def test_an_answer_to_what_was_never_sent_is_left_without_a_file() -> None:
    found = x12.match(x12.read(acknowledgement("UNKNOWN", "A1")), [x12.read(sent(submission(claim("A1"))))])
    assert [each.sent_file for each in found] == [None, None]
