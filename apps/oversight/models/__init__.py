from apps.oversight.models.access import Access
from apps.oversight.models.entry import AdministrationEntry

__all__ = ["Access", "AdministrationEntry"]
