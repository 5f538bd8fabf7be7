"""Real responses, recorded in vcrpy's format: what the rest of the package may use of them."""

from pytest_cognito_mfa._cassette.age import expired
from pytest_cognito_mfa._cassette.aliases import Bindings
from pytest_cognito_mfa._cassette.interactions import Cassette, Interaction, shown
from pytest_cognito_mfa._cassette.loading import load
from pytest_cognito_mfa._cassette.modes import MODES, TIMES, Manner, Playing, keep_inside, manner, playing, records
from pytest_cognito_mfa._cassette.naming import FOLDER, default_path
from pytest_cognito_mfa._cassette.recorder import Recorded, Recorder
from pytest_cognito_mfa._cassette.replay import Replay
from pytest_cognito_mfa._redaction.stand_ins import is_stand_in

__all__ = [
    "FOLDER",
    "MODES",
    "TIMES",
    "Bindings",
    "Cassette",
    "Interaction",
    "Manner",
    "Playing",
    "Recorded",
    "Recorder",
    "Replay",
    "default_path",
    "expired",
    "is_stand_in",
    "keep_inside",
    "load",
    "manner",
    "playing",
    "records",
    "shown",
]
