"""What a person needs to know when the demo is ready."""

from rich.text import Text

from rsn.local.say import Screen

PASSWORD = "demo-rsn-2026"  # noqa: S105 - the demo's, told to everyone
ACCOUNTS = {
    "employee@demo.example": "employee, member of the confidential space comite-projet",
    "colleague@demo.example": "employee, member of comite-projet",
    "outsider@demo.example": "employee, not a member of comite-projet",
    "animator@demo.example": "animator of comite-projet, of qualite and of an open space",
    "leader@demo.example": "executive, marked as leader",
    "communicator@demo.example": "internal communication, may prepare with the leader",
    "analyst@demo.example": "human resources; sees dashboards, approves exceptional access",
    "admin@demo.example": "administrator, in no confidential space; may ask for exceptional access",
}


def welcome(screen: Screen, address: str) -> None:
    """Print the address, the accounts and how to stop."""
    screen.line()
    screen.line(Text.assemble("Ready: ", (address, "bold green underline")))
    screen.line(f"Sign in as any of these people; the password of all is {PASSWORD}")
    screen.line()
    for email, who in ACCOUNTS.items():
        screen.line(Text.assemble((f"  {email:<27}", "bold"), who))
    screen.line()
    screen.line("Two browsers side by side show it best. Ctrl-C stops everything.")
