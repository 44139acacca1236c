"""The demo communities: generated from a fixed seed, the same on every machine."""

from services.residents.demo.seed import seed

__all__ = ["seed"]
