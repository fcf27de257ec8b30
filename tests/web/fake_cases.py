"""Cases of the fictional municipality: a motion with its whole way, one without an end, one that nobody dated."""

from __future__ import annotations

import datetime as dt

from council.model import Case, Motion, Person, Step

MINUTES = "lillaker-tekniska-2021-10-14"

CASES: tuple[Case, ...] = (
    Case(
        id="ks-2021-0114",
        title="Motion om laddplatser för elcyklar",
        dnr=("KS 2021/0114", "TN 2021/0231"),
        origin="motion",
        outcome="avslag",
        final=True,
        municipality="Lillåker",
        motion=Motion("2021:7", dt.date(2021, 3, 8), (Person("Ylva Strandmark", "MP"), Person("Anton Vikby", "V"))),
        steps=(
            Step(
                "motion",
                dt.date(2021, 3, 8),
                "Kommunfullmäktige",
                ref="2021:7",
                parties=("MP", "V"),
                persons=("Ylva Strandmark", "Anton Vikby"),
                source="motioner/2021-laddplatser.pdf",
                document_id="lillaker-motion-laddplatser",
                paragraph_id="lillaker-motion-laddplatser-p1",
                text="Vi yrkar att kommunen bygger laddplatser för elcyklar vid stationen, simhallen och biblioteket senast 2022.",
            ),
            Step(
                "referral",
                dt.date(2021, 4, 20),
                "Kommunfullmäktige",
                source="protokoll/kf.pdf",
                document_id=MINUTES,
                paragraph_id=f"{MINUTES}-p0",
                text="Motionen remitteras till tekniska nämnden och kultur- och fritidsnämnden för yttrande.",
            ),
            Step(
                "administration_opinion",
                dt.date(2021, 9, 28),
                "Tekniska nämnden",
                body="Tekniska förvaltningen",
                stance="delvis bifall",
                source="protokoll/tn-2021-10-14.pdf",
                document_id=MINUTES,
                paragraph_id=f"{MINUTES}-p2",
                text="Förvaltningen ser positivt på laddplatser vid stationen. Vid simhallen och biblioteket behöver kostnaden utredas. "
                * 3,
            ),
            Step(
                "board_opinion",
                dt.date(2021, 10, 14),
                "Tekniska nämnden",
                ref="§ 63",
                stance="yttrande",
                source="protokoll/tn-2021-10-14.pdf",
                document_id=MINUTES,
                paragraph_id=f"{MINUTES}-p0",
                text="Tekniska nämnden överlämnar förvaltningens tjänsteutlåtande som sitt yttrande över motionen.",
            ),
            Step(
                "reservation",
                dt.date(2021, 10, 14),
                "Tekniska nämnden",
                ref="§ 63",
                parties=("V",),
                persons=("Anton Vikby",),
                source="protokoll/tn-2021-10-14.pdf",
                document_id=MINUTES,
                paragraph_id=f"{MINUTES}-p5",
                text="Vi reserverar oss mot beslutet. Laddplatserna borde byggas på alla tre platserna redan i år.",
            ),
            Step(
                "decision",
                dt.date(2021, 12, 13),
                "Kommunfullmäktige",
                ref="§ 201",
                stance="avslag",
                source="protokoll/kf.pdf",
                document_id="lillaker-0-2021",
                paragraph_id="lillaker-0-2021-p0",
                text="Kommunfullmäktige beslutar att avslå motionen.",
            ),
            Step(
                "reservation",
                dt.date(2021, 12, 13),
                "Kommunfullmäktige",
                parties=("V", "MP"),
                source="protokoll/kf.pdf",
                document_id="lillaker-0-2021",
                paragraph_id="lillaker-0-2021-p1",
                text="Vänsterpartiet och Miljöpartiet reserverar sig.",
            ),
        ),
    ),
    Case(
        id="ks-2023-0044",
        title="Motion om gratis simskola",
        dnr=("KS 2023/0044",),
        origin="motion",
        motion=Motion("2023:2", dt.date(2023, 2, 1), (Person("Lo Tångring", "LL"),)),
        steps=(Step("motion", dt.date(2023, 2, 1), "Kommunfullmäktige", parties=("LL",)),),
    ),
    Case(id="sn-2019-7", title="", dnr=("SN 2019/7",), origin="other"),
)
