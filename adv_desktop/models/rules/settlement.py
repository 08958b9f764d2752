"""What a payment being typed leaves: money and credits on one side, what they are set against on the other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Balance:
    """A payment being shared, in minor units: money received, credits used, parts set against invoices."""

    received: int
    credits: int
    allocated: int

    @property
    def rest(self) -> int:
        """What stays to the customer's credit; negative when more is allocated than there is."""
        return self.received + self.credits - self.allocated

    @property
    def short(self) -> int:
        """By how much too much is allocated."""
        return max(-self.rest, 0)

    @property
    def kept(self) -> int:
        """What of the money received stays to the customer's credit."""
        return max(min(self.rest, self.received), 0)

    @property
    def unused_credits(self) -> int:
        """What of the credits would pay nothing."""
        return max(min(self.credits - self.allocated, self.credits), 0)
