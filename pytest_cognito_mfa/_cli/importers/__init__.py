"""Makes scenarios from AWS JSON, CloudFormation templates, Terraform plans and states, cassettes and live pools.

Each importer is one module and adds to one `Imported`. `detection` finds the importer by a document's content, and
`scenario_text` writes the scenario.
"""

from pytest_cognito_mfa._cli.importers.detection import read_files
from pytest_cognito_mfa._cli.importers.imported import Imported, ImportOptions
from pytest_cognito_mfa._cli.importers.live_pool import read_pool
from pytest_cognito_mfa._cli.importers.scenario_text import scenario_text, write

__all__ = ["ImportOptions", "Imported", "read_files", "read_pool", "scenario_text", "write"]
