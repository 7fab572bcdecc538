from apps.archive.actions.exporting import export_archive
from apps.archive.actions.importing import ImportUnderWay, import_archive

__all__ = ["ImportUnderWay", "export_archive", "import_archive"]
