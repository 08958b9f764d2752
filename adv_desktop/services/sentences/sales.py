"""Sentences on customers, products, orders, deliveries and stock."""

from __future__ import annotations

from adv_desktop.services.texts import N_

SENTENCES: dict[str, str] = {
    "carrier.cut_off": N_("“{written}” is not an hour: type it as 16:30."),
    "carrier.tracking_page": N_("“{written}” is no tracking page: type an address with {sign} where the number goes."),
    "company.no_vat_number": N_("Enter your VAT number in the settings of the company: an invoice with VAT needs it."),
    "company.unknown_series": N_("There is no number series called {names}: correct the numbering of the company."),
    "company.vat_regime": N_("“{written}” is not a VAT regime: choose one of {known}."),
    "currency.no_rate": N_("Enter the exchange rate of {currency}, its date and its source."),
    "customer.address_used": N_("Orders are delivered to the address “{label}”: rename it rather than remove it."),
    "customer.code_taken": N_("The customer code {code} is already used: choose another one."),
    "customer.incomplete": N_("Give the customer a code and a name."),
    "customer.no_address": N_("Customer {code} does not have this delivery address: choose one from the list."),
    "customer.not_found": N_("There is no customer {code}: check the code."),
    "date.in_future": N_("{date} is after today, {today}: choose an earlier date."),
    "delivery.brought_back": N_("Delivery {delivery} is already noted as refused, lost or sent back."),
    "delivery.back_before_departure": N_(
        "Delivery {delivery} left on {left}: it cannot be cancelled as of an earlier day. Choose that day or a later "
        "one."
    ),
    "outcome.unknown": N_("There is no outcome “{written}”: write {known}."),
    "delivery.not_reversed": N_("The shipment of {delivery} was not cancelled by a document."),
    "delivery.take_back_instead": N_(
        "Delivery {delivery} is on an invoice, replaces goods, or came back in part: use a return of goods (Ctrl+B)."
    ),
    "delivery.no_departure": N_("Nothing left on {day}: choose another day."),
    "delivery.no_proof_needed": N_("Delivery {number} was sold with VAT: no proof of transport is asked for."),
    "delivery.no_reserves": N_("Write the reserves first: the claim is about them."),
    "delivery.not_found": N_("There is no delivery {number}: check the number."),
    "delivery.not_shipped": N_("Delivery {number} has not left: ship it first."),
    "completion.nothing": N_("{order} has no service left to carry out: check its lines."),
    "completion.goods": N_(
        "Line {line}, {label}, are goods: prepare and ship them; only services are recorded as carried out."
    ),
    "delivery.nothing": N_("There is nothing left to deliver for {orders}."),
    "delivery.over_quantity": N_(
        "Line {line}, {label}: only {left} left to deliver, not {wanted}. Ship less, or give a reason."
    ),
    "delivery.partial_refused": N_(
        "The customer of order {order} accepts no partial delivery: deliver all of line {line}, {label}, or leave it."
    ),
    "delivery.prepared_already": N_(
        "Line {line} of order {order}, {label}: {done} are already on a delivery in preparation. Prepare only the rest."
    ),
    "delivery.wrong_state": N_("Delivery {delivery} has already left or was cancelled: it can no longer change."),
    "document.changed": N_("{document} was changed meanwhile: open it again to see it as it is now."),
    "line.split_one": N_("Write at least two parts, each with its quantity."),
    "line.split_sum": N_("The parts make {made}, the line has {total}: correct a quantity."),
    "label.start": N_("The sheet has {most} labels, not {written}: choose one of them."),
    "line.no_label": N_("Line {line} has neither a product nor a text: fill in one of them."),
    "line.no_price": N_("No price was found for {label}: type one."),
    "line.price_base": N_("Line {line}: the price must be for a quantity above zero, not {written}."),
    "new_dates.changed": N_(
        "Line {line} was promised for {date} meanwhile: write the late lines again and type its date."
    ),
    "new_dates.twice": N_("Line {line} stands twice in the file with a new date: keep one of the rows."),
    "new_dates.unknown_line": N_(
        "No line called {line} is late or at risk: it left, was cancelled, or is called otherwise."
    ),
    "number.too_precise": N_("{written} has too many decimals: {decimals} at most."),
    "order.already_delivered": N_("Order {order} is already delivered or invoiced in part: close the remainder short."),
    "order.below_delivered": N_("Line {line}: {done} have already left, the quantity cannot come down to {wanted}."),
    "order.below_cancelled": N_(
        "Line {line}: {done} have left and {cancelled} are cancelled, the quantity cannot come down to {wanted}."
    ),
    "order.blocked": N_("Order {order} cannot be confirmed: mend what is blocking it, or pass over it with a reason."),
    "order.closed": N_("Order {order} is closed: it can no longer change. Copy it to order again."),
    "order.line_begun": N_("Line {line} of order {order} is delivered in part: it cannot be removed."),
    "order.no_line": N_("Order {order} has no line {line}: check the line number."),
    "order.no_lines": N_("Add at least one line."),
    "order.not_a_draft": N_("Order {order} is confirmed: cancel it instead of deleting it."),
    "order.not_confirmed": N_("Order {order} is not confirmed: confirm it first."),
    "order.not_found": N_("There is no order {number}: check the number."),
    "order.promise_past": N_("{date} is over: promise a day from today on."),
    "delivery.buyer_carries": N_(
        "Order {order}, {incoterm}: the buyer carries, so the sale without VAT needs his written statement and "
        "a second paper. With DAP we carry and prove it ourselves."
    ),
    "incoterm.unknown": N_("“{written}” begins with none of the Incoterms 2020: write for instance DAP Genève."),
    "incoterm.no_place": N_("The incoterm {code} lacks its place: write for instance {code} Genève."),
    "order.line_delivered": N_("Nothing is left to deliver of line {line} of order {order}."),
    "order.nothing_left": N_("Nothing is left to deliver on order {order}."),
    "order.wrong_state": N_(
        "This cannot be done in the present state of order {order}: open it again to see its state."
    ),
    "parcel.count_differs": N_("Delivery {delivery} has {count} parcels and not {given}: give one number a parcel."),
    "parcel.size": N_("Parcel {no}: {written} cm cannot be right, correct it."),
    "parcel.too_many": N_("There cannot be more than {most} parcels."),
    "parcel.weight": N_("Parcel {no}: a weight of {written} kg cannot be right, correct it."),
    "product.code_taken": N_("The product code {code} is already used: choose another one."),
    "eco.category_used": N_("Product {code} is in the category {category}: give the category another rate first."),
    "surcharge.no_name": N_("Give the surcharge the name that papers will call it."),
    "surcharge.percent": N_("Enter a percent between 0 and 100; 0 ends the surcharge."),
    "eco.incomplete": N_("Give the eco-contribution a category and a name."),
    "eco.no_weight": N_("Product {code} has no weight: its eco-contribution is by kilogram. Enter the weight first."),
    "eco.unknown_category": N_("There is no eco-contribution for the category {category}: record its rate first."),
    "promotion.not_found": N_("There is no promotion {number}: list them first."),
    "promotion.no_product": N_("No product that is still sold is concerned: check the product or the family."),
    "promotion.of_what": N_("A promotion is on a product or on a family: choose one of them."),
    "promotion.percent_or_price": N_("Give the promotion a discount or a price, one of them."),
    "promotion.price_of_family": N_("A promotional price is of one product: for a family, give a discount."),
    "delivery.weight_missing": N_(
        "Line {line}, {label}: type what it weighs (estimated: {estimated} kg), or give a reason to ship it so."
    ),
    "delivery.weight_out_of_tolerance": N_(
        "Line {line}, {label}: {weight} kg for {expected} kg expected ({percent} %, tolerance {tolerance} %). "
        "Weigh it again, or say why it leaves so."
    ),
    "weight.not_by_weight": N_("Line {line}, {label} is not sold by weight: leave its weight empty."),
    "weight.not_positive": N_("A weight of {written} kg cannot be right: correct it."),
    "weight.out_of_range": N_("{written} kg cannot be right: type kilograms with {decimals} decimals at most."),
    "weight.other_product": N_("The label {written} is of another product: scan the goods of this line."),
    "weight.unreadable": N_("“{written}” is no weight: type kilograms, “3.240 + 3.180” for several pieces."),
    "product.no_average_weight": N_("Product {code} is sold by weight: enter the average weight of a unit."),
    "product.unit_by_weight": N_(
        "Product {code} is sold by weight: its unit is what is counted (piece, carton), not the kilogram."
    ),
    "return.above_weight": N_("Line {line}: {weight} kg came back of {left} kg that could: correct the weight."),
    "kit.by_weight": N_("{component} is sold by weight: it can neither be a kit nor a component of one."),
    "kit.component_twice": N_("A component stands twice in the kit {code}: add its quantities up on one line."),
    "kit.in_a_kit": N_("{component} cannot be a component of {code}: a kit holds neither itself nor another kit."),
    "kit.is_component": N_("{code} is a component of the kit {kit}: it cannot be made a kit itself."),
    "kit.no_quantity": N_("Give a quantity above zero for the component {component}."),
    "kit.no_stock": N_("{code} is a kit: give the stock of its components, it has none itself."),
    "product.own_alternative": N_("Product {code} is no alternative to itself: take it off its alternatives."),
    "product.half_a_pack": N_("Give the pack of {code} both a name and how many units it holds, or neither."),
    "product.pack_of_one": N_("A pack of {code} holds more than one unit: correct its size."),
    "product.depot": N_(
        "Product {code} comes from stock or from a supplier: choose one; goods used at a depot are reported there."
    ),
    "product.incomplete": N_("Give the product a code and a description."),
    "unit.unknown": N_(
        "Line {line}: “{written}” cannot be turned into {unit}. "
        "Say on the product {code} how many its pack holds, or type the quantity in {unit}."
    ),
    "product.not_found": N_("There is no product {code}: check the code."),
    "product.not_positive": N_("Product {code}: the pack, the minimum and the price base must be above zero."),
    "quantity.not_positive": N_("The quantity {written} is not above zero: correct it."),
    "reason.missing": N_("Give a reason: it is kept with the document."),
    "return.not_found": N_("There is no return {number}: check the number."),
    "return.component_credit": N_(
        "{label} is a component without a price of its own: replace it, or take the whole kit back to credit it."
    ),
    "return.nothing": N_("Type how much comes back of one line at least."),
    "return.over_allowed": N_(
        "Line {line}: {wanted} came back for {left} allowed. Record {left} here, and allow another return for the rest."
    ),
    "return.over_delivered": N_("{label}: only {left} can still come back, not {wanted}."),
    "return.wrong_state": N_("Return {number} was settled or cancelled meanwhile: open it again to see its state."),
    "tracking.no_number": N_("The row of delivery {delivery} gives no tracking number."),
    "tracking.none": N_("No delivery of ours and tracking number were found in {file}: it needs a column of each."),
    "tracking.refused": N_("Some rows are refused: leave them out, or mend what is said of each."),
    "stock.short": N_("Line {line}, {product}: {stock} in stock for {wanted} to ship. Ship less, or give a reason."),
}
