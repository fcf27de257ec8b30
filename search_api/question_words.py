"""The words that questions about matters are made of, as pieces of patterns: verbs of answering, bodies, names of what is answered."""

from __future__ import annotations

ABOUT = r"(?:om|på|över|till|kring|angående|gällande|rörande|avseende|i|med|mot|för)"
NAMED = r"(?:om|angående|kring|gällande|rörande|avseende|över|mot|till|från|för|i)"
# What was answered: not a word of the matter itself. Who moved it ("Centerpartiets motion om") is, and stays.
OBJECT = (
    r"(?:(?P<whose>[\w-]+s)\s+)?(?:motion(?:en|er|erna)?|medborgarförslag(?:et|en)?|e-förslag(?:et)?|förslag(?:et|en)?|remiss(?:en)?|"
    r"skrivelsen?|interpellation(?:en)?|initiativ(?:et)?|initiativärende(?:t|na)?|ärendet|frågan|frågor|beslut(?:et)?)\s+"
    rf"(?:{NAMED}\s+)?"
)
THING = rf"(?:{OBJECT})?"
WHO = r"(?P<who>(?:[^\s?]+\s+){0,4}?[^\s?]+)"
WHOSE_OWN = r"(?P<who>(?:[^\s?]+\s+){0,4}?[^\s?]*?):?s"
REST = r"(?P<rest>.+?)(?:\s+(?:nu|då|egentligen|till\s+slut|sedan|sen))?[\s?!.]*$"
REST_BEFORE = r"(?P<rest>.+?)"
END = r"[\s?!.]*$"

WONDERS = (
    r"(?:(?:jag\s+)?(?:undrar|vill\s+veta|skulle\s+vilja\s+veta)|(?:kan|kunde)\s+(?:ni|du|någon)\s+(?:säga|berätta|svara\s+på)|"
    r"vet\s+(?:ni|du|någon)|berätta)(?:\s+mig)?\s+"
)
"""Politeness before a question; what follows has the word order of a clause ("hur nämnden svarade")."""

ANSWERED = (
    r"(?:svarade|svarar|besvarade|besvarar|yttrade\s+sig|yttrar\s+sig|beslutade|beslöt|beslutar|bestämde|reagerade|ställde\s+sig|"
    r"kom\s+fram|gjorde|enades)"
)
HAS_ANSWERED = r"(?:svarat|besvarat|yttrat\s+sig|beslutat|bestämt|ställt\s+sig|gjort|kommit\s+fram)"
THINKS = (
    r"(?:tycker|tyckte|anser|ansåg|säger|sade|sa|vill|ville|menar|menade|föreslår|föreslog|ställer\s+sig|ställde\s+sig|"
    r"resonerar|resonerade|tänker|tänkte|skriver|skrev|bedömer|bedömde|ser|såg|yrkade|yrkar|invänder|invände|kritiserar|kritiserade|"
    r"motsätter\s+sig|motsatte\s+sig|protesterar|protesterade|argumenterar|argumenterade|påpekar|påpekade|framför|framförde)"
)
HAS_THOUGHT = r"(?:tyckt|ansett|sagt|föreslagit|menat|tänkt|skrivit|bedömt|yrkat|velat|invänt|kritiserat|protesterat|argumenterat|framfört)"
ENDED = (
    r"(?P<ended>avslogs|bifölls|besvarades|tillstyrktes|avstyrktes|godkändes|antogs|återremitterades|bordlades|avslås|bifalls|besvaras|"
    r"återremitteras|avstyrks|tillstyrks|beviljades|fastställdes|förkastades|röstades\s+(?:ned|ner|igenom)|klubbades(?:\s+igenom)?)"
)
DECIDED = r"(?:beslutades|beslöts|bestämdes|behandlades|hanterades|avgjordes|(?:togs|fattades)\s+beslut(?:et)?)"
REFUSED = (
    r"(?P<ended>avslog|avslå|avslår|biföll|bifalla|bifaller|avstyrkte|avstyrka|avstyrker|tillstyrkte|tillstyrka|tillstyrker|"
    r"godkände|återremitterade|antog|beviljade|besvarade|bordlade|fastställde)"
)
HAS_DECIDED = (
    r"(?:beslutat|bestämt|tagit\s+ställning|yttrat\s+sig|svarat|sagt\s+(?:ja|nej)|"
    r"(?P<ended>avslagit|bifallit|antagit|godkänt|besvarat|återremitterat|tillstyrkt|avstyrkt|beviljat|fastställt|bordlagt))"
)
ENDING = (
    r"(?P<ended>avstyrkte|tillstyrkte|avslog|biföll|(?:var|är|ställde\s+sig)\s+(?:positiva?|negativa?|kritiska?|tveksamma?|för|emot))"
    r"(?:\s+(?:till|mot))?"
)
WHICH_BODIES = r"(?:vilka|vilken|hur\s+många)\s+(?:av\s+)?(?:\w*nämnd(?:er|erna)?|stadsdelar(?:na)?|remissinstans(?:er|erna)?|instanser)"
SHOULD_END = r"(?:skulle|ska|bör|borde|ska\s+kunna)\s+(?P<ended>avslås|bifallas|återremitteras|besvaras|bordläggas|godkännas|antas)"
SAYING = r"(?:(?:säga|ge)\s+)?(?:(?P<ended>nej|ja|avslag(?:et)?|bifall(?:et)?|avslå|bifalla|återremittera)\s+(?:(?:av|på|till|om)\s+)?)?"
ANY_RESERVATION = (
    r"(?:(?:fanns|finns)\s+det\s+(?:någon|några)|vilka|vad\s+stod\s+(?:det\s+)?i|"
    r"(?:reservation(?:en|er|erna)?|särskil(?:t|da)\s+uttalande[nt]?|protokollsanteckning(?:en|ar)?)(?:\s+(?:lämnades|fanns|finns|gjordes))?)"
)
IS_ENDED = (
    r"(?P<ended>avslagen|avslaget|avslagits|bifallen|bifallet|bifallits|besvarad|besvarat|besvarats|återremitterad|återremitterat|"
    r"återremitterats|godkänd|godkänt|godkänts|antagen|antaget|antagits|bordlagd|bordlagts|avgjord|avgjort|avgjorts|klar|klart)"
    r"(?:\s+eller\s+\w+)?"
)
GOT = r"(?P<ended>bifall|avslag|ja|nej|stöd|gehör|tummen\s+(?:upp|ned|ner))"
NO = r"(?:(?P<ended>avslag|bifall|nej|ja)|inget|inga|ingen|inte\s+någo[nt]|inte\s+några)"
WHICH = r"(?:vilka|vilket|vem|vad)\s+(?:(?:partier|parti|ledamöter|politiker)\s+)?(?:har\s+)?"
WROTE = r"(?:motioner(?:ade|at|ar)|(?:skrev|skrivit|lämnade\s+in|lämnat\s+in|väckte|väckt)(?:\s+en)?(?:\s+motion(?:er)?)?)"
MOVED = (
    r"(?:skrev|skrivit|lämnade\s+in|lämnade|lämnat\s+in|lämnat|väckte|väckt|står\s+bakom|ligger\s+bakom|låg\s+bakom|"
    r"kom\s+med|kommit\s+med|föreslog|föreslagit|initierade)"
)
WENT = (
    r"(?:hur\s+(?:gick|blev)\s+det|vad\s+(?:har\s+hänt|hände|händer)|(?:vad|vilket)\s+blev\s+"
    r"(?:svaret|beslutet|resultatet|utfallet|utgången|det|beskedet))"
)
OPINION = r"(?:åsikt(?:er)?|syn|inställning|ståndpunkt|linje|hållning|argument|uppfattning|synpunkt(?:er)?|ställning)"
ANSWER = r"(?:svar|motionssvar|yttrande|remissvar|remissyttrande|beslut|bedömning|utlåtande|ställningstagande)"
ANSWER_NAMED = r"(?:svar(?:et)?|motionssvar(?:et)?|yttrande(?:t)?|remissvar(?:et)?|remissyttrande(?:t)?|beslutet|beskedet)"
MOTION = r"(?:motion(?:en|ären|ärerna|erna)?|initiativet|initiativärendet|medborgarförslaget|förslagsställaren)"
REASON = (
    r"(?:skäl(?:et|en)?|orsak(?:en|er|erna)?|motivering(?:en|ar|arna)?|motiv(?:et|en)?|anledning(?:en|ar|arna)?|grund(?:en|er|erna)?|"
    r"argument(?:et|en)?)"
)
ON_WHAT_GROUNDS = (
    r"(?:på\s+vilka?\s+grund(?:er)?|med\s+vilken\s+motivering|med\s+vilka\s+argument|"
    r"av\s+vilk(?:en|et|a)\s+(?:anledning|skäl|orsak))"
)
REFUSAL = r"(?:(?:att|(?P<ended>avslag(?:et)?|bifall(?:et)?|avstyrkan|beslut(?:et)?))\s+(?:av|på|till|om)?\s*)?"
FOR_OR_AGAINST = r"(?:ja|nej|för|emot|mot|till)"
POST = (
    r"(?:(?:tf\.?|tillförordnad|vice|första|förste|andra|andre|1:e|2:e|ny(?:a|e)?)\s+)*"
    r"(?:ordförande(?:n|na)?|ledam(?:ot|oten|öter|öterna)|ersättar(?:e|en|na)|suppleant(?:en|er|erna)?|gruppledare|sekreterare(?:n)?|"
    r"\w+sekreterare|\w*chef(?:en|er)?|\w*direktör(?:en|er)?|kommunalråd(?:et|en)?|borgarråd(?:et|en)?|justerare)"
)
COSTS = (
    r"(?:(?:vad|hur\s+mycket)\s+(?:(?:kommer|skulle|kan|får|väntas|beräknas)\s+)?(?:det\s+)?(?:att\s+)?(?:kostar|kosta|kostade|kostat)|"
    r"hur\s+dyrt\s+(?:är|blir|var|skulle)|(?:vad|hur\s+(?:stor|hög|stora|höga))\s+(?:är|blir|var)\s+(?:priset|kostnaden|kostnaderna|avgiften)|"
    r"(?:pris|kostnad(?:en|er)?)\s+(?:för|på|av)|hur\s+mycket\s+pengar\s+(?:får|fick|går|läggs|satsas)(?:\s+(?:till|på))?)"
)
