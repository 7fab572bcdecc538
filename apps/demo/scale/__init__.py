from apps.demo.scale.plan import Sizes
from apps.demo.scale.seeding import MEASURED, seed

__all__ = ["MEASURED", "Sizes", "seed"]
