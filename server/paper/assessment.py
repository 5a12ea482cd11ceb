"""The impact assessment of face recognition at one fair, as a document that a person reads, completes and signs.

Its parts are those of PIPL art. 55 and 56, of the 2025 measures on face recognition, art. 9, and of GDPR art. 35(7):
purpose and necessity, effects on people, risks, measures and whether they are fitting. What the organizers wrote stands
as they wrote it; what the product does stands as it is set at this moment. Its words belong to the document, not to a
screen, as those of the slip do.
"""

from __future__ import annotations

from jobfair.resume.typesetter import Typesetter
from jobfair.text import Language
from server.core.models import User
from server.fairs.models import Fair
from server.paper import assessment_people as people
from server.paper import assessment_technology as technology
from server.paper.assessment_doc import Doc
from server.paper.assessment_facts import gather
from server.paper.sheet import draw

PARTS = (
    people.front,
    people.purpose,
    people.capture,
    people.data,
    people.retention,
    people.recipients,
    technology.technology,
    technology.measures,
    technology.risks,
    people.rights,
    people.filing,
    people.conclusion,
)


def assessment_pdf(fair: Fair, language: Language, author: User | None) -> bytes:
    """Some tenths of a second."""
    facts = gather(fair, author)

    def made(setter: Typesetter) -> bytes:
        doc = Doc(facts, language, setter)
        for part in PARTS:
            part(doc)
        return doc.sheet.save()

    return draw(made)
