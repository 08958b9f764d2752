"""Orders that go all the way: confirmed, shipped in two parts, invoiced and paid, each verb a request of its own."""

from collections.abc import Callable
from decimal import Decimal

from adv_desktop.bootstrap import Services
from adv_desktop.models.enums import PaymentMethod
from adv_desktop.services.deliveries import DeliverOrders
from adv_desktop.services.invoice_drafts import invoice_by_id
from adv_desktop.services.order_commands import NewLine, NewOrder
from adv_desktop.services.orders import order_by_id
from adv_desktop.services.payments import AllocateTo, NewPayment
from tests.faults.company import TODAY

Tell = Callable[[str, int, str | None], None]


def tell(services: Services, orders: int, acknowledged: Tell = lambda _request, _id, _number: None) -> None:
    """Carry orders through; a request that was already carried out is not carried out again."""
    for rank in range(orders):
        _one_order(_Requests(services, acknowledged, f"a{rank}"))


class _Requests:
    """Carries verbs out once each, as a retrying script does."""

    def __init__(self, services: Services, acknowledged: Tell, name: str) -> None:
        self.services = services
        self._acknowledged = acknowledged
        self._name = name

    def run(self, verb: str, work: Callable[[], object]) -> int:
        """Return the id of the document that the verb made, now or before."""
        request = f"{self._name}-{verb}"
        done = self.services.store.replayed(request)
        if done is None:
            with self.services.store.request(request):
                made = work()
            self._acknowledged(request, made.id, made.number)
            return made.id
        return done[-1][1] if done else 0


def _one_order(requests: _Requests) -> None:
    services = requests.services
    discounted = NewLine(Decimal(5), "P1", discounts=(Decimal(10),), unit_price=Decimal("33.33"))
    lines = (discounted, NewLine(Decimal(3), "P1"))
    order_id = requests.run("create", lambda: services.orders.create(NewOrder("C1", lines)))
    requests.run("confirm", lambda: services.orders.confirm(order_id))
    with services.store.read() as session:
        first = order_by_id(session, order_id).lines[0].id
    part = DeliverOrders((order_id,), {first: Decimal(2)})
    sent = [requests.run("ship", lambda: services.deliveries.deliver(part)[0])]
    sent.append(requests.run("ship-rest", lambda: services.deliveries.deliver(DeliverOrders((order_id,)))[0]))
    draft = requests.run("draft", lambda: services.drafts.from_deliveries(sent).invoices[0])
    requests.run("issue", lambda: services.issuing.issue(draft))
    number = _number(services, draft)
    payment = NewPayment("C1", 5000, TODAY, PaymentMethod.TRANSFER, (AllocateTo(number),))
    requests.run("pay", lambda: services.payments.receive(payment))


def _number(services: Services, invoice_id: int) -> str:
    with services.store.read() as session:
        return invoice_by_id(session, invoice_id).number
