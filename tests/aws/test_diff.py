"""One meaning of equal: JSON's, in which `1` is not `true`."""

from unittest.mock import ANY

from one_test import for_each

from pytest_cognito_mfa._aws.diff import Difference, compare, contains, describe, is_equal


@for_each(
    "one, other",
    [
        (1, True),
        (0, False),
        (True, "true"),
        (None, False),
        ([1], [True]),
        ({"A": 1}, {"A": True}),
        ({"A": 1}, {"A": 1, "B": 2}),
        ([1, 2], [2, 1]),
        ({}, []),
    ],
)
def test_values_that_are_not_equal(one, other):
    assert not is_equal(one, other)
    assert not is_equal(other, one)
    assert not contains({"A": one}, {"A": {"B": other}})


@for_each("one, other", [(1, 1.0), ({"A": 1, "B": [2]}, {"B": [2], "A": 1}), ([], []), ({"A": True}, {"A": ANY})])
def test_values_that_are_equal(one, other):
    assert is_equal(one, other)
    assert contains(one, other)


def test_an_object_with_its_own_equality_matches_no_absent_member():
    assert not contains({}, {"A": ANY})


def test_a_part_may_lack_members_but_no_items():
    given = {"A": {"B": 1, "C": 2}, "D": [{"E": 1, "F": 2}]}

    assert contains(given, {"A": {"B": 1}})
    assert not contains(given, {"D": [{"E": 1}]})


def test_mappings_and_lists_differ_by_their_innermost_values():
    equal, differing = compare({"A": {"B": 1, "C": {}}, "D": 1}, {"A": [2], "D": 1})

    assert equal == 1
    assert [(each.path, each.left == 1, each.right == 2) for each in differing] == [
        ("A.B", True, False),
        ("A.C", False, False),
        ("A[0]", False, True),
    ]
    assert compare({}, {}) == (0, [])


def test_a_long_value_is_cut_off_and_a_secret_one_is_described_by_its_size():
    long, secret = (Difference((name,), "a" * 99, "b") for name in ("GroupName", "AccessToken"))

    assert describe("CreateGroup", long, "recorded", "sent") == f'GroupName: "{"a" * 59}... recorded, "b" sent'
    assert describe("GetUser", secret, "recorded", "sent") == (
        "AccessToken: a text of 99 characters recorded, a text of 1 character sent"
    )
