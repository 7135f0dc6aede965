"""The secret for an issuer: from the environment, or from the operating system's keyring. It is kept nowhere else.

``keyring`` is imported when it is asked for, for it looks through the system for a place to keep secrets in.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from facilitator_tui.issuing.problems import SecretProblem

SERVICE = "facilitator-tui"
"""The name under which the keyring shows our secrets; the account is the issuer's name in the configuration."""


def variable(issuer: str) -> str:
    """The environment variable that can hold the secret for an issuer; for the issuer "obf" it has OBF in its name."""
    return f"FACILITATOR_TUI_{issuer.upper().replace('-', '_')}_SECRET"


def secret_of(issuer: str, environment: Mapping[str, str] | None = None) -> str:
    """The secret for the issuer of this name. The environment goes first. Raises ``SecretProblem``."""
    name = variable(issuer)
    if secret := (os.environ if environment is None else environment).get(name, "").strip():
        return secret
    import keyring
    from keyring.errors import KeyringError

    try:
        kept = keyring.get_password(SERVICE, issuer)
    except (KeyringError, RuntimeError, OSError) as error:
        raise SecretProblem(
            f"There is no secret for the issuer “{issuer}”: this computer's keyring cannot be used "
            f"({type(error).__name__}). Unlock it, or put the secret into the environment variable {name}."
        ) from None
    if not kept:
        raise SecretProblem(
            f"There is no secret for the issuer “{issuer}”. Keep the one that the issuer gave you in this computer's "
            f"keyring, or put it into the environment variable {name}."
        )
    return kept


def keep_secret(issuer: str, secret: str) -> None:
    """Keep the secret for this issuer in the keyring, in place of an earlier one. Raises ``SecretProblem``."""
    import keyring
    from keyring.errors import KeyringError

    if not secret.strip():
        raise SecretProblem(
            "The secret is empty. Copy it from the issuer's page; it is shown there only once."
        )
    try:
        keyring.set_password(SERVICE, issuer, secret.strip())
        kept = keyring.get_password(
            SERVICE, issuer
        )  # a keyring that is switched off takes everything and keeps nothing
    except (KeyringError, RuntimeError, OSError) as error:
        raise _no_keyring(issuer, type(error).__name__) from None
    if kept != secret.strip():
        raise _no_keyring(issuer, "it gives back something else")


def forget_secret(issuer: str) -> bool:
    """Take the secret for the issuer out of the keyring; whether there was one. Raises ``SecretProblem``."""
    import keyring
    from keyring.errors import KeyringError

    try:
        if keyring.get_password(SERVICE, issuer) is None:
            return False
        keyring.delete_password(SERVICE, issuer)
    except (KeyringError, RuntimeError, OSError) as error:
        raise _no_keyring(issuer, type(error).__name__) from None
    return True


def _no_keyring(issuer: str, why: str) -> SecretProblem:
    return SecretProblem(
        f"This computer's keyring cannot be used ({why}). Put the secret into the environment variable "
        f"{variable(issuer)} instead."
    )
