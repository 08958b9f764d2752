"""placeholder"""
from adv_desktop.services.order_commands import OrderCheck
def of_order(session, order, today): return []
