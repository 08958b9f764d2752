"""What a customer requires, and when."""

from adv_desktop.models.rules.requirements import Asked, Stage, asked, missing, names
from adv_desktop.services.imports.requirement_words import requirements_of

WORDS = ("engagement", "site_code@shipping", "contract@invoicing", "badge@porte")


def test_a_word_says_what_is_required_and_from_when_on():
    assert asked(WORDS) == (
        Asked("engagement"),
        Asked("site_code", Stage.SHIPPING),
        Asked("contract", Stage.INVOICING),
        Asked("badge@porte"),
    )
    assert tuple(one.word for one in asked(WORDS)) == WORDS
    assert names(WORDS) == ("engagement", "site_code", "contract", "badge@porte")


def test_only_what_is_due_at_a_stage_is_missing_there():
    given = {"contract": "", "engagement": "E-1"}
    assert missing(WORDS, given, Stage.SHIPPING) == ["site_code"]
    assert missing(WORDS, given) == ["site_code", "contract", "badge@porte"]


def test_a_cell_names_requirements_in_french_with_their_stage():
    cell = "N° d'engagement ; Code site @ expédition ; marché@facture ; badge du chauffeur"
    assert requirements_of(cell) == ("engagement", "site_code@shipping", "contract@invoicing", "badge du chauffeur")
    assert requirements_of(None) == requirements_of(" ; ") == ()
