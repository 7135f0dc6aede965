"""Whether mail can reach an address at all. Nothing is asked of the network."""

from __future__ import annotations


def address_problem(address: str) -> str:
    """Why this cannot be an address, as a sentence; empty where it can. Whether it exists is not asked."""
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        text = str(error)
        return text if text.endswith(".") else f"{text}."
    return ""


def is_ascii(address: str) -> bool:
    """Whether the part before "@" is plain ASCII; a domain in other letters has an ASCII form that mail uses."""
    return address.rpartition("@")[0].isascii()
