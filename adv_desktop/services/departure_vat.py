"""The verb behind « Livrer avec TVA française » on a delivery that is prepared already."""

from __future__ import annotations

from adv_desktop.services import delivery_vat
from adv_desktop.services.clock import Clock
from adv_desktop.services.deliveries import delivery_by_id
from adv_desktop.services.store import Store


class DepartureVat:
    """Decides the VAT of deliveries again before they leave (R15)."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def charge(self, delivery_id: int, version: int) -> None:
        """Sell what a delivery that has not left carries into the Union with the VAT of France."""
        with self._store.write("delivery.charge_vat") as session:
            delivery = delivery_by_id(session, delivery_id)
            delivery.refuse_if_changed(version)
            if delivery_vat.charge(session, delivery):
                delivery_vat.note(session, delivery, self._clock.now())
