"""The words of the order desk: quotations, messages and what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from adv_desktop.models import enums as e
from adv_desktop.models.rules.addresses import AddressPart
from adv_desktop.models.rules.customs import ExportReason
from adv_desktop.models.rules.dates import DateKind
from adv_desktop.models.rules.depots import DepotMoveKind, Fate, Stay
from adv_desktop.models.rules.freight import FreightBasis
from adv_desktop.models.rules.insurance import InsuranceKind
from adv_desktop.models.rules.notes import Notified
from adv_desktop.models.rules.packaging import CarrierMoveKind, PackagingMoveKind
from adv_desktop.models.rules.punctuality import AskedBy, PromiseReason
from adv_desktop.models.rules.scans import ScanReason
from adv_desktop.models.rules.transport_proofs import ProofNeed, TransportProof
from adv_desktop.services.texts import N_

LABELS: Mapping[type[Enum], Mapping[str, str]] = {
    TransportProof: {
        TransportProof.EXIT: N_("Exit certified by customs (ECS)"),
        TransportProof.OTHER_EXIT: N_("Other proof of exit (art. 74)"),
        TransportProof.CMR: N_("CMR signed by the receiver"),
        TransportProof.CARRIER_INVOICE: N_("Carrier's invoice"),
        TransportProof.RECEIPT: N_("Receipt signed by the buyer"),
        TransportProof.BUYER_STATEMENT: N_("Buyer's written statement"),
    },
    ScanReason: {
        ScanReason.NO_CODE: N_("No bar code was read"),
        ScanReason.UNKNOWN: N_("No delivery has this number"),
        ScanReason.NOT_SHIPPED: N_("Its delivery has not left, or is cancelled"),
        ScanReason.VOID: N_("Another note replaces this one"),
        ScanReason.SEVERAL: N_("Several deliveries on one page"),
    },
    ExportReason: {
        ExportReason.SALE: N_("Sale"),
        ExportReason.SAMPLE: N_("Samples"),
        ExportReason.REPLACEMENT: N_("Replacement under warranty"),
        ExportReason.RETURN: N_("Goods sent back"),
        ExportReason.REPAIR: N_("Repair"),
        ExportReason.GIFT: N_("Gift"),
    },
    FreightBasis: {
        FreightBasis.WEIGHT: N_("Weight, kg"),
        FreightBasis.AMOUNT: N_("Net amount of the goods, €"),
    },
    Notified: {
        Notified.YES: N_("Always"),
        Notified.NO: N_("Never"),
    },
    AddressPart: {
        AddressPart.STREET: N_("the street"),
        AddressPart.POSTCODE: N_("the postcode"),
        AddressPart.TOWN: N_("the town"),
    },
    ProofNeed: {
        ProofNeed.EXIT: N_("Exit from the Union"),
        ProofNeed.STATEMENT: N_("Buyer's written statement"),
        ProofNeed.TWO_PAPERS: N_("Two papers of the transport"),
        ProofNeed.ONE_PAPER: N_("One more paper of the transport"),
    },
    AskedBy: {
        AskedBy.US: N_("Us"),
        AskedBy.CUSTOMER: N_("The customer"),
    },
    PromiseReason: {
        PromiseReason.STOCK_OUT: N_("Stock-out"),
        PromiseReason.SUPPLIER: N_("Supplier late"),
        PromiseReason.PRODUCTION: N_("Production"),
        PromiseReason.PREPARATION: N_("Preparation of the goods"),
        PromiseReason.CARRIER: N_("Carrier"),
        PromiseReason.CREDIT: N_("Customer's account blocked"),
        PromiseReason.MISSING: N_("Data missing"),
        PromiseReason.OUR_ERROR: N_("Our own error"),
        PromiseReason.CUSTOMER_WISH: N_("At the customer's request"),
        PromiseReason.OTHER: N_("Other"),
    },
    e.QuotationState: {
        e.QuotationState.DRAFT: N_("Draft"),
        e.QuotationState.SENT: N_("Waiting for an answer"),
        e.QuotationState.ACCEPTED: N_("Agreed"),
        e.QuotationState.REFUSED: N_("Turned down"),
        e.QuotationState.SUPERSEDED: N_("Replaced"),
    },
    DateKind: {
        DateKind.ARRIVAL: N_("Arrival at the customer's"),
        DateKind.DEPARTURE: N_("Departure from our place"),
    },
    InsuranceKind: {InsuranceKind.NAMED: N_("Named limit"), InsuranceKind.UNNAMED: N_("Discretionary limit")},
    PackagingMoveKind: {
        PackagingMoveKind.DELIVERED: N_("Packaging delivered"),
        PackagingMoveKind.RETURNED: N_("Packaging returned"),
        PackagingMoveKind.COUNTED: N_("Packaging counted"),
    },
    DepotMoveKind: {
        DepotMoveKind.SENT: N_("Put in the depot"),
        DepotMoveKind.BACK: N_("Brought back"),
    },
    Fate: {
        Fate.THERE: N_("Still there"),
        Fate.USED: N_("Used"),
        Fate.BACK: N_("Brought back"),
        Fate.MISSING: N_("Missing at the count"),
    },
    Stay: {Stay.IN_TIME: N_("In time"), Stay.SOON_OVER: N_("Soon over"), Stay.OVER: N_("Over: to be taxed")},
    CarrierMoveKind: {
        CarrierMoveKind.GIVEN: N_("Packaging given"),
        CarrierMoveKind.RECEIVED: N_("Packaging received"),
        CarrierMoveKind.COUNTED: N_("Packaging counted"),
    },
    e.MessageState: {
        e.MessageState.TO_SEND: N_("To send"),
        e.MessageState.SENDING: N_("Being sent"),
        e.MessageState.SENT: N_("Sent out"),
        e.MessageState.FAILED: N_("Failed"),
        e.MessageState.DRAFTED: N_("Draft written"),
    },
    e.Letter: {
        e.Letter.ACKNOWLEDGEMENT: N_("Order acknowledgement"),
        e.Letter.AMENDED: N_("Amended acknowledgement"),
        e.Letter.DELAY: N_("Delay notice"),
        e.Letter.DELIVERY_NOTE: N_("Delivery note"),
        e.Letter.INVOICE: N_("Invoice"),
        e.Letter.QUOTATION: N_("Quotation"),
        e.Letter.URGENT: N_("Urgent order"),
        e.Letter.ACCOUNT: N_("Statement of account"),
    },
}
