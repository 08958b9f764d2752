"""Read what customers and former programs send: orders and master data, from any file, safely."""
