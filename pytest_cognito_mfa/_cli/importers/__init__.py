"""Scenarios from what is there already: what AWS prints, templates, Terraform's plans and states, a live pool.

Each importer has a module of its own, and adds to one `Imported`; `recognition` tells by a document's content which
is meant, and `scenario_text` makes the scenario.
"""

from pytest_cognito_mfa._cli.importers.detection import read_files
from pytest_cognito_mfa._cli.importers.live import read_pool
from pytest_cognito_mfa._cli.importers.scenario_text import scenario_text, write
from pytest_cognito_mfa._cli.importers.values import Imported, Wanted

__all__ = ["Imported", "Wanted", "read_files", "read_pool", "scenario_text", "write"]
