"""Measurements, as ratios within one run; run them with ``./dev bench``."""
