"""Scenarios from what is there already: what AWS prints, templates, Terraform's plans and states, a live pool.

Each importer has a module of its own, and adds to one `Imported`; `recognition` tells by a document's content which
is meant, and `scenario_text` makes the scenario.
"""

from .live import read_pool
from .recognition import read_files
from .scenario_text import scenario_text, write
from .values import Imported, Wanted

__all__ = ["Imported", "Wanted", "read_files", "read_pool", "scenario_text", "write"]
