from apps.demo.scale.seeding import MEASURED, Sizes, seed

__all__ = ["MEASURED", "Sizes", "seed"]
