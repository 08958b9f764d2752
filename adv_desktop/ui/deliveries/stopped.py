"""What is said of a run over many deliveries that the machine ended."""

from __future__ import annotations

from adv_desktop.services import texts
from adv_desktop.services.mass_preparation import Stopped
from adv_desktop.services.sentences import sentence
from adv_desktop.services.texts import _
from adv_desktop.ui.format import formats


def said_of(stopped: Stopped) -> str:
    """Say where a run ended and why, and that the rest can be taken up again."""
    said = _("The run stopped at {name}. {reason} Left to take up again: {count}.")
    reason = sentence(stopped.error, texts.current())
    return said.format(name=stopped.name, reason=reason, count=formats().integer(stopped.left))
