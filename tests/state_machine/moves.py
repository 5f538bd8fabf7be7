"""Every kind of move, and how often it is made.

A family of operations that deserves more than `any_moves` gives it (which calls every operation, and
whose effects are taken on trust) gets modules of its own beside these: moves, named here; judges and
effects, named in `registered`.
"""

import any_moves
import choice_moves
import custom_moves
import federation_moves
import group_moves
import hosted_moves
import listing_moves
import other_moves
import passkey_moves
import sign_in_moves

KINDS = {
    "password": (sign_in_moves.password, 16),
    "guess": (sign_in_moves.guess, 5),
    "srp": (sign_in_moves.srp, 2),
    "answer": (sign_in_moves.answer, 26),
    "wrong_answer": (sign_in_moves.wrong_answer, 10),
    "late_answer": (sign_in_moves.late_answer, 4),
    "guess_code": (sign_in_moves.guess_code, 4),
    "enrol": (sign_in_moves.enrol, 8),
    "choose": (choice_moves.choose, 16),
    "answer_first": (choice_moves.answer_first, 6),
    "after_sign_up": (choice_moves.after_sign_up, 6),
    "custom": (custom_moves.custom, 10),
    "passkey": (passkey_moves.passkey, 12),
    "refresh": (sign_in_moves.refresh, 5),
    "prefer": (other_moves.prefer, 7),
    "show": (other_moves.show, 5),
    "sign_out": (other_moves.sign_out, 2),
    "administer": (other_moves.administer, 9),
    "set_pool": (other_moves.set_pool, 3),
    "new_client": (other_moves.new_client, 3),
    "new_user": (other_moves.new_user, 7),
    "group": (group_moves.group, 8),
    "member": (group_moves.member, 5),
    "listing": (group_moves.listing, 5),
    "hosted": (hosted_moves.hosted, 14),
    "federated": (federation_moves.federated, 9),
    "users": (listing_moves.users, 8),
    "wait": (other_moves.wait, 8),
    "any_request": (any_moves.any_request, 14),
    "any_body": (any_moves.any_body, 2),
}
"""By name: what makes the move of a game and chance, and its weight."""

NAMES = tuple(KINDS)
WEIGHTS = tuple(weight for _, weight in KINDS.values())


def make(play, name, chance):
    play.do(KINDS[name][0](play, chance))
