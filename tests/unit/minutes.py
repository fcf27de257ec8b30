"""Fictional minutes and letters of several municipalities' templates, written for these tests, and how to have them read."""

from __future__ import annotations

from council.model import Paragraph, ReadDocument
from council.registers import load_registers
from indexer.extract.limits import Limits
from indexer.extract.text import text_lines
from indexer.facts import FileFacts
from indexer.paragraphs import blocks
from indexer.sidecar import Sidecar
from indexer.understanding import understand


def read(text: str, source: str = "prov/dokument.txt", sidecar: Sidecar | None = None, municipality: str | None = None) -> ReadDocument:
    """A document as the indexer understands it, from its text alone."""
    layout = blocks(text_lines(text, Limits()))
    facts = FileFacts("prov-dokument", source, "prov", furniture=layout.furniture, municipality=municipality, sidecar=sidecar or Sidecar())
    return understand(layout.blocks, facts, load_registers())


def holding(document: ReadDocument, words: str) -> Paragraph:
    """The one paragraph that holds some words."""
    found = [p for p in document.paragraphs if words in " ".join(p.text.split())]
    assert len(found) == 1, f"{words!r} stands in {len(found)} paragraphs: {[p.text[:60] for p in document.paragraphs]}"
    return found[0]


GOTEBORG = """Kommunstyrelsen
Protokoll (nr 7)
Sammanträdesdatum: 2024-03-20

Tid: 09:00–12:15
Plats: Sessionssalen, Rådhuset

Närvarande
Ledamöter
Ordförande Karin Ekdal (S)
1:e vice ordförande Olle Bromé (V)
2:e vice ordförande Hampus Lindell (M)
Sara Wiik (D)
Petra Nord (MP)
Tjänstgörande ersättare
Ulf Sandgren (SD) för Maj Rask (SD)

Justeringsdag: 2024-03-27

§ 211
Motion av Hampus Lindell (M) om laddplatser i Haga
0345/23

Beslut
Enligt stadsledningskontorets förslag:
Kommunfullmäktige föreslås besluta:
Motion av Hampus Lindell (M) om laddplatser i Haga avstyrks.

Tidigare behandling
Bordlagt den 6 mars 2024, § 176.

Handlingar
Stadsledningskontorets tjänsteutlåtande den 12 februari 2024.
Yttrande från M, D, L och KD den 18 mars 2024.

Yrkanden
Ordföranden Karin Ekdal (S) yrkar bifall till stadsledningskontorets förslag.
Hampus Lindell (M) yrkar att motionen ska tillstyrkas.
Sara Wiik (D) yrkar återremiss enligt yrkande från D och L den 19 mars 2024.

Propositionsordning
Ordföranden Karin Ekdal (S) ställer propositioner på yrkandena och finner att hennes eget yrkande bifallits. Omröstning begärs.

Omröstning
Godkänd voteringsproposition: "Ja för bifall till stadsledningskontorets förslag, Nej för bifall till motionen."
Karin Ekdal (S), Olle Bromé (V) och Petra Nord (MP) röstar Ja (7).
Hampus Lindell (M) och Sara Wiik (D) röstar Nej (5).
Ulf Sandgren (SD) avstår från att rösta (1).

Reservation
Hampus Lindell (M) och Sara Wiik (D) reserverar sig mot beslutet.

Protokollsanteckning
Ulf Sandgren (SD) antecknar som yttrande en skrivelse från den 19 mars 2024, bilaga 4.

Protokollsutdrag skickas till
Kommunfullmäktige

§ 212
Årsredovisning 2023 för Göteborgs Stad
0101/24

Beslut
Årsredovisning 2023 för Göteborgs Stad godkänns och översänds till kommunfullmäktige.

Handlingar
Stadsledningskontorets tjänsteutlåtande den 1 mars 2024.
"""

MALMO = """Malmö stad
Tekniska nämnden

Protokoll
Sammanträdestid 2023-10-24 kl. 13:00–15:30
Plats August Palms plats 1
Beslutande ledamöter
Andrea Holst (S) (Ordförande)
Jan Ohlin (M) (Vice ordförande)
Märit Bengtsdotter (V)
Stefan Claes (SD)
Ej tjänstgörande ersättare
Nils Karp (C)
Utses att justera Jan Ohlin

§ 214 Remiss från kommunstyrelsen - Motion av Nils Karp (C) om skuggande träd vid skolgårdar
TN-2023-1543

Sammanfattning
Nils Karp (C) har i en motion föreslagit att kommunfullmäktige ger tekniska nämnden i uppdrag att plantera skuggande träd vid samtliga skolgårdar. Motionen har remitterats till tekniska nämnden och grundskolenämnden för yttrande.

Fastighets- och gatukontoret delar motionärens uppfattning att träd ger svalka, men konstaterar att marken vid skolgårdarna förvaltas av serviceförvaltningen.

Beslut
Tekniska nämnden beslutar
1. att godkänna förslag till yttrande och översända det till kommunstyrelsen.

Yrkanden
Märit Bengtsdotter (V) yrkar bifall till förslaget.
Stefan Claes (SD) yrkar avslag.

Beslutsgång
Ordföranden ställer proposition på bifall respektive avslag till förslaget och finner att nämnden bifaller förslaget.

Reservationer och särskilda yttranden
Stefan Claes (SD) reserverar sig mot beslutet med hänvisning till eget yrkande.
Jan Ohlin (M) lämnar ett särskilt yttrande (bilaga 2).

Beslutsunderlag
- Tjänsteskrivelse TN 231024
- Förslag till yttrande

Beslutet skickas till
Kommunstyrelsen
"""

UPPSALA = """Kommunfullmäktige
Protokoll
Datum: 2022-05-16

Plats och tid: Stora salen, Uppsala Konsert & Kongress, klockan 09:00–17:45

§ 128
Svar på motion om fler cykelgator från Lovisa Torn (MP)
KSN-2021-02233

Beslut
Kommunfullmäktige beslutar
1. att besvara motionen med hänvisning till ärendets beredning.

Reservation
Lovisa Torn (MP) och Tove Ryd (V) reserverar sig mot beslutet till förmån för eget yrkande.

Sammanfattning
Lovisa Torn (MP) föreslår i en motion väckt 26 april 2021 att kommunen ska göra om fyra innerstadsgator till cykelgator.

Yrkanden
Lovisa Torn (MP) och Tove Ryd (V) yrkar bifall till motionen.
Erik Alm (S), Fredrik Holt (M) och Linn Ask (C) yrkar bifall till kommunstyrelsens förslag.

Beslutsgång
Ordförande ställer proposition på bifall till motionen mot kommunstyrelsens förslag och finner att fullmäktige beslutar enligt kommunstyrelsens förslag. Votering begärs. Med 52 ja-röster mot 21 nej-röster och 8 som avstår beslutar kommunfullmäktige enligt kommunstyrelsens förslag.

Beslutsunderlag
Kommunstyrelsens förslag 4 maj 2022 § 101
Kommunledningskontorets tjänsteskrivelse daterad den 12 april 2022
"""

REGION = """PROTOKOLL
Regionstyrelsen
2025-02-11

Plats: Regionens hus
Närvarande ledamöter
Elin Fors (S), ordförande
Per Håkansson (C), 1:e vice ordförande

§ 14
Medborgarförslag om nattbussar mellan Umeå och Vännäs
RS 2024-01177

Regionstyrelsens beslut
Medborgarförslaget avslås.

Bakgrund
En medborgare föreslår att regionen inrättar nattbussar fredagar och lördagar mellan Umeå och Vännäs.

Yttrande
Regionala utvecklingsförvaltningen bedömer att underlaget för nattbussar är för litet.

Förslag till beslut under sammanträdet
Per Håkansson (C) föreslår att medborgarförslaget bifalls.

Beslutsgång
Ordföranden ställer proposition på de två förslagen och finner att regionstyrelsen beslutar enligt förvaltningens förslag.

Särskilt yttrande
Centerpartiet lämnar följande särskilda yttrande:
Vi beklagar att resande på landsbygden åter får stå tillbaka. Nattbussar är en fråga om trygghet för unga.

Beslutsunderlag
- Tjänsteutlåtande 2025-01-20
"""

UTLATANDE = """# Utlåtande 2016:88 RIV+V (Dnr 125-1212/2015)

## Fler sommarlovsaktiviteter i ytterstaden

Motion (2015:61) av Cecilia Rudberg (FP)

Kommunstyrelsen föreslår att kommunfullmäktige beslutar följande.
Motion (2015:61) av Cecilia Rudberg (FP) om fler sommarlovsaktiviteter i ytterstaden anses besvarad med hänvisning till vad som anförs i utlåtandet.

Föredragande borgarråden Roger Malm och Åsa Holm anför följande.

### Ärendet

Cecilia Rudberg (FP) har i en motion (2015:61) till kommunfullmäktige föreslagit att stadsdelsnämnderna ges i uppdrag att ordna avgiftsfria aktiviteter under sommarlovet.

### Beredning

Ärendet har remitterats till stadsledningskontoret, kulturnämnden, Farsta stadsdelsnämnd och Älvsjö stadsdelsnämnd.

*Stadsledningskontoret* anser att verksamheten redan byggs ut.

*Farsta stadsdelsnämnd* är positiv till motionens förslag.

### Våra synpunkter

Vi vill att alla barn ska ha ett rikt sommarlov. Medlen till lovaktiviteter har fördubblats sedan 2014.

## Remissammanställning

### Stadsledningskontoret

**Stadsledningskontorets** tjänsteutlåtande daterat den 3 februari 2016 har i huvudsak följande lydelse.

Stadsledningskontoret anser att arbetet med lovaktiviteter utvecklas väl och att motionen kan anses besvarad.

### Kulturnämnden

**Kulturnämnden** beslutade vid sitt sammanträde den 16 februari 2016 att överlämna kulturförvaltningens tjänsteutlåtande som svar på remissen.

**Kulturförvaltningens** tjänsteutlåtande daterat den 20 januari 2016 har i huvudsak följande lydelse.

Kulturförvaltningen framhåller att kulturskolan erbjuder kurser hela sommaren.

### Farsta stadsdelsnämnd

**Farsta stadsdelsnämnd** beslutade vid sitt sammanträde den 25 februari 2016 följande.

Stadsdelsnämnden tillstyrker motionen.

*Reservation* anfördes av Bengt Dahl m.fl. (M), *bilaga 1*.

**Farsta stadsdelsförvaltnings** tjänsteutlåtande daterat den 1 februari 2016 har i huvudsak följande lydelse.

Förvaltningen ser gärna fler öppna verksamheter under juli.

## Reservationer m.m.

### Farsta stadsdelsnämnd

*Reservation* anfördes av Bengt Dahl m.fl. (M) enligt följande.

Vi anser att befintliga medel räcker och att föreningarna bör få ta ett större ansvar.
"""

SMALL = """Sammanträdesprotokoll
Kommunstyrelsen
Sammanträdesdatum 2023-05-09

Plats och tid   Sammanträdesrummet Linden, kl. 08.30-12.00
Beslutande
Lena Brask, S, ordförande
Göran Fälth, M
Ulla Wendel, LPo
Nils-Erik Öst, C
Övriga deltagande
Tomas Rhen, kommunchef

Ks § 77    Dnr KS 2022/00318

Svar på motion om solceller på kommunens tak

Beslut
Kommunstyrelsen föreslår kommunfullmäktige besluta att avslå motionen.

Reservation
Ulla Wendel (LPo) reserverar sig mot beslutet.

Sammanfattning av ärendet
Ulla Wendel (LPo) har inkommit med en motion där det föreslås att kommunen monterar solceller på alla kommunens tak.

Samhällsbyggnadsnämnden har yttrat sig över motionen den 14 mars 2023, § 31, och avstyrker den.

Förslag till beslut på sammanträdet
Ulla Wendel (LPo) yrkar bifall till motionen.
Lena Brask (S) med instämmande av Göran Fälth (M) yrkar avslag på motionen.

Beslutsgång
Ordföranden ställer proposition på yrkandena och finner att kommunstyrelsen beslutar avslå motionen.

Beslutsunderlag
Samhällsbyggnadsnämnden 2023-03-14 § 31
Motion inkommen 2022-11-02

Skickas till
Kommunfullmäktige

Ks § 78    Dnr KS 2023/00101

Delårsuppföljning mars 2023

Beslut
Kommunstyrelsen lägger uppföljningen till handlingarna.

Sammanfattning av ärendet
Ekonomiavdelningen har upprättat en uppföljning till och med mars.
"""

DISTRICT = """Farsta stadsdelsnämnd
Protokoll 4/2008
Sammanträde 2008-04-17

Närvarande
Ordföranden Peter Lind (m)
Vice ordföranden Eva Sten (s)
Ledamöterna Anders Rask (fp), Maria Ek (kd) och Jonas Wall (v)

§ 6
Mini-Maria i Farsta - svar på skrivelse från Socialdemokraterna och Vänsterpartiet
Dnr 504-112/2008

Beslut
Stadsdelsnämnden överlämnar förvaltningens tjänsteutlåtande som svar på skrivelsen.

Handlingar i ärendet
Förvaltningens tjänsteutlåtande 2008-03-20.

Yttranden i ärendet
Ordföranden Peter Lind m.fl. (m), Anders Rask (fp) och Maria Ek (kd) föreslog att nämnden skulle besluta enligt förvaltningens förslag.

Vice ordföranden Eva Sten m.fl. (s) och Jonas Wall (v) lade fram ett gemensamt förslag.

Beslutsgång
Ordföranden ställde förslagen mot varandra och fann att nämnden beslutat enligt förvaltningens förslag.

Reservation
Vice ordföranden Eva Sten m.fl. (s) och Jonas Wall (v) reserverade sig mot beslutet till förmån för eget förslag enligt följande.

Att förvaltningen får i uppdrag att öppna en mini-Maria i Farsta.

Unga med begynnande missbruk måste få hjälp nära där de bor. Dagens mottagning ligger långt bort för många familjer i Fagersjö och Sköndal.

Ersättaryttrande
Tjänstgörande ersättaren Karin Alm (mp) instämde i reservationen.

§ 7
Anmälan av delegationsbeslut

Beslut
Anmälan läggs till handlingarna.
"""

LETTER = """Miljöförvaltningen
Tjänsteutlåtande
Dnr 2021-14432
Sida 1 (4)
2021-11-08

Handläggare
Petra Sander
Telefon: 08-508 28 000

Till
Miljö- och hälsoskyddsnämnden
2021-12-14 p. 9

Minskad ljusförorening vid sjöar. Svar på remiss av motion (2021:27) av Filip Ros (MP)

Förvaltningens förslag till beslut
Miljö- och hälsoskyddsnämnden tillstyrker motionen och överlämnar tjänsteutlåtandet till kommunstyrelsen som svar på remissen.

Sammanfattning
Filip Ros (MP) föreslår i en motion att staden ska minska belysningen vid sina sjöar. Förvaltningen ser positivt på förslaget.

Bakgrund
Kommunstyrelsen har remitterat motionen till miljö- och hälsoskyddsnämnden, trafiknämnden, Bromma stadsdelsnämnd och Stockholm Vatten och Avfall AB.

Ärendet
I motionen föreslås att kommunfullmäktige beslutar
1. Att kartlägga ljusföroreningen vid stadens sjöar.
2. Att ta fram riktlinjer för belysning nära vatten.

Förvaltningens synpunkter och förslag
Miljöförvaltningen delar motionärens bild av att artificiellt ljus stör fladdermöss och insekter. En kartläggning bör samordnas med trafikkontoret.

Jämställdhetsanalys
Belysning påverkar hur trygga kvinnor känner sig vid sjöarna.

Bilagor
1. Motion (2021:27)
"""

MOTION = """Motion till kommunfullmäktige

Ge skolbiblioteken en bibliotekarie

Skolbiblioteken är för många barn den första vägen till läsning. I dag saknar hälften av våra skolor en utbildad bibliotekarie. Elever i mindre skolor får sällan hjälp att hitta böcker som passar dem.

Vi yrkar därför
att barn- och utbildningsnämnden får i uppdrag att anställa bibliotekarier för alla skolor
att kostnaden tas upp i budget för 2025

Ljungby den 12 mars 2024

För Vänsterpartiet
Ingrid Sand   Tor Hellberg
"""
