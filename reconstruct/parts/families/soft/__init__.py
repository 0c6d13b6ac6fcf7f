"""Soft furniture: sofas and armchairs, beds, pillows."""
