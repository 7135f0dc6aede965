"""Where the secret for an issuer comes from, and that it is kept nowhere else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from facilitator_tui.issuing.credentials import SERVICE, forget_secret, keep_secret, secret_of, variable
from facilitator_tui.issuing.obf import connect
from facilitator_tui.issuing.problems import SecretProblem
from facilitator_tui.settings import Issuer

ROOT = Path(__file__).parents[2]


class InMemory(KeyringBackend):
    """A keyring for one test."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Locked(InMemory):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("the person said no")


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemory]:
    monkeypatch.delenv(variable("obf"), raising=False)
    yield from use(InMemory())


def use(backend: InMemory) -> Iterator[InMemory]:
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def test_a_secret_that_was_kept_is_found(memory: InMemory) -> None:
    keep_secret("obf", " s3cret\n")
    assert secret_of("obf") == "s3cret"
    assert memory.kept == {(SERVICE, "obf"): "s3cret"}
    assert forget_secret("obf")
    assert not forget_secret("obf")
    assert memory.kept == {}


def test_each_issuer_has_its_own(memory: InMemory) -> None:
    keep_secret("obf", "one")
    keep_secret("obf-test", "two")
    assert (secret_of("obf"), secret_of("obf-test")) == ("one", "two")
    assert variable("obf-test") == "FACILITATOR_TUI_" + "OBF_TEST_SECRET"


def test_the_environment_goes_first(memory: InMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_secret("obf", "from the keyring")
    monkeypatch.setenv(variable("obf"), "from the environment")
    assert secret_of("obf") == "from the environment"
    monkeypatch.setenv(variable("obf"), " ")
    assert secret_of("obf") == "from the keyring"


def test_without_a_secret_both_places_are_named(memory: InMemory) -> None:
    with pytest.raises(SecretProblem, match=f"keyring.*{variable('obf')}"):
        secret_of("obf")
    with pytest.raises(SecretProblem, match=variable("obf")):
        connect(Issuer(name="obf", client="NGO1"))


def test_an_empty_secret_is_not_kept(memory: InMemory) -> None:
    with pytest.raises(SecretProblem, match="empty"):
        keep_secret("obf", " ")


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, Locked])
def test_a_keyring_that_cannot_be_used_leads_to_the_environment(
    backend: type[KeyringBackend], memory: InMemory
) -> None:
    keyring.set_keyring(backend())
    with pytest.raises(SecretProblem, match=variable("obf")):
        keep_secret("obf", "s3cret")
    with pytest.raises(SecretProblem, match=variable("obf")) as told:
        secret_of("obf")
    assert "s3cret" not in str(told.value)


def test_nothing_of_the_network_and_the_keyring_is_loaded_until_it_is_used() -> None:
    code = (
        "import sys\n"
        "import facilitator_tui.settings, facilitator_tui.store.ledger, facilitator_tui.issuing.sending\n"
        "import facilitator_tui.issuing.credentials\n"
        "print(sorted({'httpx', 'keyring', 'email_validator'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
