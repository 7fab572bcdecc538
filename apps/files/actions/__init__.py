from apps.files.actions.receiving import receive_file
from apps.files.actions.removing import remove_file
from apps.files.actions.settling import settle_file, waiting_files

__all__ = ["receive_file", "remove_file", "settle_file", "waiting_files"]
