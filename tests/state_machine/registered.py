"""Every module that registers judges or effects; a new family of operations is named here."""

import choice_rules
import custom_rules
import effects
import federation_rules
import group_rules
import hosted_rules
import listing_rules
import passkey_rules
import sign_in_effects
import sign_in_verdicts
import verdicts

REGISTERED = (
    *(verdicts, sign_in_verdicts, effects, sign_in_effects),
    *(group_rules, passkey_rules, choice_rules, custom_rules),
    *(hosted_rules, federation_rules, listing_rules),
)
