from apps.archive.actions.copies import (
    ask_for_export,
    progress_of,
    remove_old_exports,
    write_export,
)
from apps.archive.actions.exporting import export_archive
from apps.archive.actions.importing import ImportUnderWay, import_archive

__all__ = [
    "ImportUnderWay",
    "ask_for_export",
    "export_archive",
    "import_archive",
    "progress_of",
    "remove_old_exports",
    "write_export",
]
