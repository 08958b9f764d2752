"""The two kinds of failure that a person can act on; anything else is a bug."""


class AdvError(Exception):
    """A failure named by a stable code, with the facts that its sentence quotes."""

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        quoted = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({quoted})"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.code, self.facts)


class DomainError(AdvError):
    """The command breaks a rule of the trade; the user can correct it."""


class KnownError(AdvError):
    """The environment refuses (disk full, file locked, damaged database)."""


def _rebuild(kind: type[AdvError], code: str, facts: dict[str, object]) -> AdvError:
    """Rebuild an error that crossed a process boundary."""
    return kind(code, **facts)
