"""What a saved view of a list says when it cannot be kept."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "view.no_name": N_("Give the view a name, for example “Late, north”."),
    "view.long_name": N_("This name is too long: write at most {longest} characters."),
    "view.name_taken": N_("Another view of this list is already called “{name}”. Choose another name."),
    "view.not_found": N_("This view no longer exists. Refresh the list (F5)."),
}
