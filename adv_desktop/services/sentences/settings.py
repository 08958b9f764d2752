"""Sentences of the business settings."""

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "setting.gs1_refused": N_("{written} is not a GS1 company prefix: it has 7 to 10 digits."),
    "setting.unknown": N_("There is no setting “{key}”. Take one of those that the settings page lists."),
    "setting.out_of_range": N_("{written} is refused: write a whole number from {lowest} to {highest}."),
    "setting.not_a_choice": N_("“{written}” is not a choice. Write one of: {choices}."),
    "setting.hour_refused": N_("“{written}” is not an hour: write for instance 16:30."),
    "setting.folder_missing": N_("There is no folder {path}. Choose a folder that exists, by its full path."),
    "setting.prefix_refused": N_(
        "“{written}” cannot begin a number: write up to 20 letters, digits, - or _, the last one not a digit."
    ),
    "setting.prefix_taken": N_("Another series already begins with {written}. Choose other letters."),
}
