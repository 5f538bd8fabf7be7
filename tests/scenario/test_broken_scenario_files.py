"""Every mistake that a scenario file can have, and its message."""

from __future__ import annotations

import pytest
import yaml
from one_test import for_each

from pytest_cognito_mfa import _scenario, simulate
from pytest_cognito_mfa._aws import documented_errors, service_model
from pytest_cognito_mfa._simulator.pools import pool_configuration
from pytest_cognito_mfa._yaml import bounds
from pytest_cognito_mfa.errors import ScenarioError

INDENTED = "is this line indented like the one above?"
ANSWER = "answers:\n  - on: GetUser\n"
EXPECT = "expect:\n  - on: InitiateAuth\n"
FAULT = "faults:\n  - on: InitiateAuth\n"
OUTCOMES = "error, drop, lose_reply, garble, change, latency, trickle, sequence"
POOL = "pools:\n  - Name: example\n"
CLIENT = POOL + "    clients:\n      - ClientName: app\n"
USER = POOL + "    users:\n      - Username: jo\n"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{this}: &{this} [{','.join([f'*{last}'] * 10)}]\n" for last, this in zip("abcde", "bcdef", strict=True)
)
CHAIN = "a0: &a0 []\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 110))

# the mistake -> the text, and the messages: line:column: text
BROKEN = {
    "empty file": ("", ["1:1: the file is empty; write {} to get the default scenario"]),
    "only comments": ("# nothing yet\n", ["1:1: the file is empty; write {} to get the default scenario"]),
    "a list": ("- pools\n", ["1:1: a scenario must be a mapping, not a list"]),
    "a text": ("pools\n", ["1:1: a scenario must be a mapping, not the text 'pools'"]),
    "not UTF-8": (b"region: us-east-1\n# caf\xe9\n", ["2:6: the byte 0xe9 is not UTF-8; save the file as UTF-8"]),
    "a tab": ("pools:\n\t- Name: a\n", ["2:1: this is a tab; indent YAML with spaces"]),
    "a control character": ("region: \x07\n", ["1:9: YAML does not allow the control character 0x07; remove it"]),
    "an open quote": (
        "region: 'us-east-1\n",
        ["1:9: not YAML: the quote that begins here is not closed"],
    ),
    "a colon too many": (
        "region: us: east\n",
        [f"1:11: not YAML: a colon is not allowed here; {INDENTED} A text with ': ' in it needs quotes"],
    ),
    "a line that is indented too far": (
        "pools:\n  - Name: a\n     MfaConfiguration: 'ON'\n",
        [f"3:22: not YAML: a colon is not allowed here; {INDENTED} A text with ': ' in it needs quotes"],
    ),
    "a line that is not indented enough": (
        "pools:\n  - Name: a\n   MfaConfiguration: 'ON'\n",
        [f"3:4: not YAML: this does not fit what is above; {INDENTED}"],
    ),
    "an open list": (
        "pools:\n  - Name: a\n    users: [{Username: x}\nfaults: []\n",
        ["3:12: not YAML: the list that begins here with [ is not closed, or a comma is missing in it"],
    ),
    "an open mapping": (
        "pools: [{Name: a]\n",
        ["1:9: not YAML: the mapping that begins here with { is not closed, or a comma is missing in it"],
    ),
    "a text that begins with a sign": (
        "region: @home\n",
        ["1:9: not YAML: a text that begins with this character needs quotes"],
    ),
    "a key without a colon": (
        "region\nseed: 1\n",
        [f"2:5: not YAML: a colon is not allowed here; {INDENTED} A text with ': ' in it needs quotes"],
    ),
    "a key without a colon, before others": (
        "seed: 1\nregion\nwaiting: real\n",
        ["3:1: not YAML: a key ends with a colon"],
    ),
    "two documents": (
        "{}\n---\n{}\n",
        ["2:1: not YAML: expected a single document in the stream, but found another document"],
    ),
    "an undefined alias": ("pools: *none\n", ["1:8: not YAML: found undefined alias 'none'"]),
    "a duplicate key": (
        "region: us-east-1\nregion: eu-west-1\n",
        ["2:1: the key 'region' is here twice; the first is in line 1"],
    ),
    "a tag of one's own": ("region: !Ref Region\n", ["1:9: the tag !Ref is not supported here; write plain YAML"]),
    "a tag of Python's": (
        "region: !!python/object/apply:os.getcwd []\n",
        ["1:9: the tag !!python/object/apply:os.getcwd is not supported here; write plain YAML"],
    ),
    "a set": ("pools: !!set {a}\n", ["1:8: the tag !!set is not supported here; write plain YAML"]),
    "an alias bomb": (BOMB, ["6:4: aliases (*) expand this to more than 200000 keys and values"]),
    "an alias in itself": ("pools: &p [*p]\n", ["1:8: this value contains an alias (*) of itself"]),
    "a nest": ("pools: " + "[" * 110 + "]" * 110, ["1:106: nested more than 100 levels deep"]),
    "a deep nest": ("pools: " + "[" * 3000 + "]" * 3000, ["1:106: nested more than 100 levels deep"]),
    "a nest of aliases": (CHAIN, ["101:7: aliases (*) nest this more than 100 levels deep"]),
    "a date that is none": (
        "region: 2026-13-45\n",
        ["1:9: '2026-13-45' is not a valid YAML timestamp; if it is a text, put it in quotes"],
    ),
    "a tag int that is none": (
        "region: !!int\n",
        ["1:9: '' is not a valid YAML int; if it is a text, put it in quotes"],
    ),
    "a tag bool that is none": (
        "region: !!bool maybe\n",
        ["1:9: 'maybe' is not a valid YAML bool; if it is a text, put it in quotes"],
    ),
    "a tag timestamp that is none": (
        "region: !!timestamp soon\n",
        ["1:9: 'soon' is not a valid YAML timestamp; if it is a text, put it in quotes"],
    ),
    "a key that is a list": ("? [a]\n: b\n", ["1:3: a key must be a text"]),
    "a merge of a text": ("<<: base\n", ["1:5: << takes a mapping, or a list of mappings"]),
    "an unknown key": ("poolz: []\n", ["1:1: unknown scenario key 'poolz'; did you mean 'pools'?"]),
    "users in no pool": (
        "users:\n  - Username: jo\n",
        ["1:1: users belong to a pool; move this key into one of the pools"],
    ),
    "clients in no pool": (
        "pools: []\nclients:\n  - ClientName: app\n",
        ["2:1: clients belong to a pool; move this key into one of the pools"],
    ),
    "a pool as describe-user-pool prints it": (
        '{"UserPool": {"Id": "us-east-1_A", "Name": "a"}}\n',
        ["1:2: pools are a list; move what UserPool holds into an item of pools"],
    ),
    "a region that is none": (
        "region: Ireland\n",
        ["1:9: region must be a region such as us-east-1, not the text 'Ireland'"],
    ),
    "a region without a value": ("region:\n", ["1:8: region has no value"]),
    "a region that is a number": ("region: 5\n", ["1:9: region must be a text, not the number 5; put it in quotes"]),
    "error statuses of nobody": (
        "error_statuses: documentd\n",
        ["1:17: unknown error_statuses 'documentd'; did you mean 'documented'?"],
    ),
    "error statuses unlike any": (
        "error_statuses: '48x'\n",
        ["1:17: unknown error_statuses '48x'; there are: documented, wire"],
    ),
    "error statuses as numbers": (
        "error_statuses: 480\n",
        ["1:17: error_statuses must be a text, not the number 480; put it in quotes"],
    ),
    "error statuses as a mapping": (
        "error_statuses: {InvalidParameterException: 481}\n",
        ["1:17: error_statuses must be a text, not a mapping"],
    ),
    "error statuses without a value": ("error_statuses:\n", ["1:16: error_statuses has no value"]),
    "error statuses misspelt": (
        "error_status: documented\n",
        ["1:1: unknown scenario key 'error_status'; did you mean 'error_statuses'?"],
    ),
    "a version to come": (
        "version: 2\npoolz: []\n",
        ["1:10: unknown version 2; this pytest-cognito-mfa reads version 1; upgrade it, or change this"],
    ),
    "a version of one and a half": ("version: 1.5\n", ["1:10: version must be a whole number, not the number 1.5"]),
    "a version in quotes": (
        "version: '1'\npoolz: []\n",
        [
            "1:10: version must be a whole number, not the text '1'; leave out the quotes",
            "2:1: unknown scenario key 'poolz'; did you mean 'pools'?",
        ],
    ),
    "a version of true": ("version: true\n", ["1:10: version must be a whole number, not true"]),
    "a version without a value": ("version:\n", ["1:9: version has no value"]),
    "extends without a value": ("extends:\n", ["1:9: extends has no value"]),
    "extends of a number": (
        "extends: 5\n",
        ["1:10: extends must be the path of a scenario, or a list of paths, not the number 5"],
    ),
    "extends of a mapping": (
        "extends: {path: base.yaml}\n",
        ["1:10: extends must be the path of a scenario, or a list of paths, not a mapping"],
    ),
    "extends of a list of others": (
        "extends: [5, [base.yaml], ~]\n",
        [
            "1:11: extends item must be a path, not the number 5",
            "1:14: extends item must be a path, not a list",
            "1:27: extends item has no value",
        ],
    ),
    "extends of what is not there": (
        "extends: none.yaml\n",
        ["1:10: cannot extend 'none.yaml': there is no such file"],
    ),
    "extends of two that are not there": (
        "extends: [none.yaml, ../nor/this.yaml]\n",
        [
            "1:11: cannot extend 'none.yaml': there is no such file",
            "1:22: cannot extend '../nor/this.yaml': there is no such file",
        ],
    ),
    "extends of a directory": (
        "extends: .\n",
        ["1:10: cannot extend '.': cannot be read: this is a folder; name a file"],
    ),
    "extends of nothing": ("extends: ''\n", ["1:10: cannot extend '': cannot be read: this is a folder; name a file"]),
    "extends of a file in a file": (
        "extends: s.yaml/base.yaml\n",
        ["1:10: cannot extend 's.yaml/base.yaml': cannot be read: Not a directory"],
    ),
    "extends of no path": (
        'extends: "base\\0.yaml"\n',
        ["1:10: cannot extend 'base\\x00.yaml': cannot be read: this is not a path"],
    ),
    "extends of an absolute path": (
        "extends: /etc/base.yaml\n",
        ["1:10: extends takes a path relative to this file, not '/etc/base.yaml'"],
    ),
    "extends of an absolute path of Windows": (
        "extends: 'C:\\base.yaml'\n",
        ["1:10: extends takes a path relative to this file, not 'C:\\\\base.yaml'"],
    ),
    "extends of itself": ("extends: s.yaml\n", ["1:10: these files extend each other in a cycle: s.yaml -> s.yaml"]),
    "extends of itself, said otherwise": (
        "extends: [./s.yaml]\n",
        ["1:11: these files extend each other in a cycle: s.yaml -> s.yaml"],
    ),
    "extends misspelt": ("extend: base.yaml\n", ["1:1: unknown scenario key 'extend'; did you mean 'extends'?"]),
    "a seed without a value": ("seed:\n", ["1:6: seed has no value"]),
    "a seed of one and a half": ("seed: 1.5\n", ["1:7: seed must be a text or a whole number, not the number 1.5"]),
    "a seed of yes": (
        "seed: yes\n",
        ["1:7: seed must be a text or a whole number, not yes, which YAML reads as true"],
    ),
    "a seed in a list": ("seed: [1]\n", ["1:7: seed must be a text or a whole number, not a list"]),
    "a seed that is a date": (
        "seed: 2026-01-31\n",
        ["1:7: seed must be a text or a whole number, not the date 2026-01-31"],
    ),
    "an unknown waiting": ("waiting: reel\n", ["1:10: unknown waiting 'reel'; did you mean 'real'?"]),
    "a waiting unlike any": ("waiting: never\n", ["1:10: unknown waiting 'never'; there are: real, virtual"]),
    "a waiting of true": ("waiting: true\n", ["1:10: waiting must be a text, not true; put it in quotes"]),
    "a waiting without a value": ("waiting:\n", ["1:9: waiting has no value"]),
    "a clock without a value": ("clock:\n", ["1:7: clock has no value"]),
    "a clock that is a time": (
        "clock: 2026-01-31T12:00:00Z\n",
        ["1:8: clock must be a mapping, not the date 2026-01-31T12:00:00Z"],
    ),
    "an unknown key of a clock": ("clock: {frozen: 1}\n", ["1:9: unknown clock key 'frozen'; did you mean 'freeze'?"]),
    "a clock frozen at noon": (
        "clock: {freeze: noon}\n",
        ["1:17: freeze must be a time, such as 2026-01-31T12:00:00Z, not the text 'noon'"],
    ),
    "a clock frozen on a day": (
        "clock: {freeze: 2026-01-31}\n",
        ["1:17: freeze must be a time, such as 2026-01-31T12:00:00Z, not the date 2026-01-31"],
    ),
    "a clock frozen in no time zone": (
        "clock: {freeze: 2026-01-31T12:00:00}\n",
        [
            (
                "1:17: freeze needs a time zone, such as the Z in 2026-01-31T12:00:00Z, but this is the date "
                "2026-01-31T12:00:00"
            )
        ],
    ),
    "a clock frozen in no time zone, in quotes": (
        "clock: {freeze: '2026-01-31T12:00:00'}\n",
        [
            (
                "1:17: freeze needs a time zone, such as the Z in 2026-01-31T12:00:00Z, but this is the text "
                "'2026-01-31T12:00:00'"
            )
        ],
    ),
    "a clock frozen at an hour that is none": (
        "clock: {freeze: '2026-01-31T25:00:00Z'}\n",
        ["1:17: freeze must be a time, such as 2026-01-31T12:00:00Z, not the text '2026-01-31T25:00:00Z'"],
    ),
    "a clock that is simply frozen": (
        "clock: {freeze: true}\n",
        ["1:17: freeze must be a time, such as 2026-01-31T12:00:00Z, not true"],
    ),
    "a clock frozen without a value": ("clock:\n  freeze:\n", ["2:10: freeze has no value"]),
    "a clock frozen in a list": (
        "clock: {freeze: [1]}\n",
        ["1:17: freeze must be a time, such as 2026-01-31T12:00:00Z, not a list"],
    ),
    "a clock before its time": (
        "clock: {freeze: 1969-12-31T23:59:59Z}\n",
        ["1:17: the clock must be between the years 1970 and 9000"],
    ),
    "a clock after all time": (
        "clock: {freeze: 9000-01-01T00:00:01Z}\n",
        ["1:17: the clock must be between the years 1970 and 9000"],
    ),
    "a clock at no number": (
        "clock: {freeze: .nan}\n",
        ["1:17: the clock must be between the years 1970 and 9000"],
    ),
    "a clock at a number beyond all": (
        f"clock: {{freeze: 1{'0' * 400}}}\n",
        ["1:17: the value has a whole number of more than 300 digits"],
    ),
    "a clock moved to before its time": (
        "clock: {freeze: 100, advance: {seconds: -101}}\n",
        ["1:17: the clock must be between the years 1970 and 9000"],
    ),
    "a clock moved in words": (
        "clock: {advance: 3 days}\n",
        ["1:18: advance must be a mapping such as {days: 3, hours: 12}, not the text '3 days'"],
    ),
    "a clock moved by years": (
        "clock: {advance: {years: 3}}\n",
        [
            (
                "1:19: unknown advance key 'years'; there are: "
                "days, hours, microseconds, milliseconds, minutes, seconds, weeks"
            )
        ],
    ),
    "a clock moved by a text": (
        "clock: {advance: {days: three}}\n",
        ["1:25: days must be a number, not the text 'three'"],
    ),
    "a clock moved without a value": (
        "clock:\n  freeze: noon\n  advance:\n    days:\n",
        [
            "2:11: freeze must be a time, such as 2026-01-31T12:00:00Z, not the text 'noon'",
            "4:10: days has no value",
        ],
    ),
    "a clock moved by ages": (
        "clock: {advance: {weeks: -3000}}\n",
        ["1:18: advance must be at most 50 years, forward or back; use freeze for more"],
    ),
    "a clock moved by more than a span can hold": (
        "clock: {advance: {days: 1.0e+20}}\n",
        ["1:18: advance must be at most 50 years, forward or back; use freeze for more"],
    ),
    "a clock moved without end": (
        "clock: {advance: {days: .inf}}\n",
        ["1:18: advance must be at most 50 years, forward or back; use freeze for more"],
    ),
    "a clock moved by no number": (
        "clock: {advance: {days: .nan}}\n",
        ["1:18: advance must be at most 50 years, forward or back; use freeze for more"],
    ),
    "groups as a text": (POOL + "    groups: admins\n", ["3:13: groups must be a list, not the text 'admins'"]),
    "a group that is a number": (
        POOL + "    groups: [1]\n",
        ["3:14: a group must be a mapping or its GroupName, not the number 1"],
    ),
    "a group without a name": (POOL + "    groups: [{Precedence: 1}]\n", ["3:14: a group needs a GroupName"]),
    "a group with an unknown member": (
        POOL + "    groups: [{GroupName: a, Precedense: 1}]\n",
        ["3:29: unknown group member 'Precedense'; did you mean 'Precedence'?"],
    ),
    "a group twice": (
        POOL + "    groups: [a, {GroupName: a}, a]\n",
        ["3:29: the GroupName 'a' is already used in line 3", "3:33: the GroupName 'a' is already used in line 3"],
    ),
    "a user in an unknown group": (
        POOL + "    groups: [admins]\n    users: [{Username: jo, groups: [admin]}]\n",
        ["4:37: unknown group 'admin'; did you mean 'admins'?; add it to the groups of the pool"],
    ),
    "groups of a user as a text": (
        USER + "        groups: admins\n",
        ["5:17: groups must be a list, not the text 'admins'"],
    ),
    "a group of a user that is a mapping": (
        USER + "        groups: [{GroupName: a}]\n",
        ["5:18: a group of a user must be the name of a group, not a mapping"],
    ),
    "a group of a user twice": (
        POOL + "    groups: [a]\n    users: [{Username: jo, groups: [a, a]}]\n",
        ["4:40: the group 'a' is already used in line 4"],
    ),
    "personas as a text": (POOL + "    personas: totp\n", ["3:15: personas must be a list, not the text 'totp'"]),
    "personas without a value": (POOL + "    personas:\n", ["3:14: personas has no value"]),
    "an unknown persona": (
        POOL + "    personas: [newcommer]\n",
        ["3:16: unknown persona 'newcommer'; did you mean 'newcomer'?"],
    ),
    "a persona unlike any": (
        POOL + "    personas: [grace]\n",
        ["3:16: unknown persona 'grace'; there are: email, invited, newcomer, sms, totp, undecided"],
    ),
    "a persona that is a mapping": (
        POOL + "    personas: [{Username: totp}]\n",
        ["3:16: a persona must be a text, not a mapping"],
    ),
    "a persona without a value": (POOL + "    personas: [~]\n", ["3:16: a persona has no value"]),
    "a persona twice": (
        POOL + "    personas:\n      - invited\n      - invited\n",
        ["5:9: the persona 'invited' is already used in line 4"],
    ),
    "a persona and a user of its name": (
        POOL + "    users: [{Username: invited}]\n    personas: [invited]\n",
        ["3:24: the Username 'invited' is already used in line 4"],
    ),
    "a persona and a user of its name, in another case": (
        POOL
        + "    UsernameConfiguration: {CaseSensitive: false}\n    personas: [sms]\n    users: [{Username: SMS}]\n"
        + "    MfaConfiguration: OPTIONAL\n    SmsConfiguration: {SnsCallerArn: arn:aws:iam::123456789012:role/sms}\n",
        ["5:24: the Username 'sms' is already used in line 4"],
    ),
    "a persona whose factor the pool does not offer": (
        POOL + "    MfaConfiguration: OPTIONAL\n    SoftwareTokenMfaConfiguration: {Enabled: true}\n"
        "    personas: [totp, sms, email]\n",
        [
            "5:22: persona 'sms' has SMS_MFA on, which pool 'example' does not offer; add SmsConfiguration",
            "5:27: persona 'email' has EMAIL_OTP on, which pool 'example' does not offer; add EmailMfaConfiguration",
        ],
    ),
    "a persona with a factor where MFA is off": (
        POOL + "    SoftwareTokenMfaConfiguration: {Enabled: true}\n    personas: [totp]\n",
        ["4:16: persona 'totp' has SOFTWARE_TOKEN_MFA on, but in pool 'example' MfaConfiguration is OFF; set OPTIONAL"],
    ),
    "a persona in a pool whose factors are misspelt": (
        POOL + "    MfaConfiguration: OPTIONAL\n    SmsConfigration: {}\n    personas: [sms]\n",
        ["4:5: unknown pool member 'SmsConfigration'; did you mean 'SmsConfiguration'?"],
    ),
    "pools as a mapping": ("pools: {Name: a}\n", ["1:8: pools must be a list, not a mapping"]),
    "faults without a value": ("faults:\n", ["1:8: faults has no value"]),
    "a pool that is a text": ("pools: [example]\n", ["1:9: a pool must be a mapping, not the text 'example'"]),
    "a pool without a name": ("pools:\n  - MfaConfiguration: 'ON'\n", ["2:5: a pool needs a Name"]),
    "a pool with two names": (
        POOL + "    PoolName: other\n",
        ["3:5: PoolName and Name mean the same but differ; remove one"],
    ),
    "an unknown pool member": (
        POOL + "    MfaConfigurations: OFF\n",
        ["3:5: unknown pool member 'MfaConfigurations'; did you mean 'MfaConfiguration'?"],
    ),
    "an unknown member instead of the name": (
        "pools:\n  - Nam: a\n",
        ["2:5: unknown pool member 'Nam'; did you mean 'Name'?"],
    ),
    "an unknown MfaConfiguration": (
        POOL + "    MfaConfiguration: OPTIONEL\n",
        ["3:23: unknown MfaConfiguration 'OPTIONEL'; did you mean 'OPTIONAL'?"],
    ),
    "an unknown nested member": (
        POOL + "    EmailConfiguration: {Form: a@example.com}\n",
        ["3:26: unknown EmailConfiguration member 'Form'; did you mean 'From'?"],
    ),
    "a nested enum": (
        POOL + "    EmailConfiguration: {EmailSendingAccount: MINE}\n",
        ["3:47: unknown EmailSendingAccount 'MINE'; there are: COGNITO_DEFAULT, DEVELOPER"],
    ),
    "a risk without a value": ("risk:\n", ["1:6: risk has no value"]),
    "a risk that is a number": (
        "risk: 3\n",
        ["1:7: risk must be a level, or a mapping of source addresses to levels, not the number 3"],
    ),
    "a risk that is a list": (
        "risk: [high]\n",
        ["1:7: risk must be a level, or a mapping of source addresses to levels, not a list"],
    ),
    "an unknown level": ("risk: hihg\n", ["1:7: unknown risk level 'hihg'; did you mean 'high'?"]),
    "an unknown level of a source": (
        "risk: {192.0.2.1: critical}\n",
        ["1:19: unknown risk level 'critical'; there are: high, low, medium, none"],
    ),
    "a level that is no text": (
        "risk:\n  default: []\n  192.0.2.1: ~\n",
        ["2:12: default must be a level, not a list", "3:14: 192.0.2.1 has no value"],
    ),
    "a misspelt default": ("risk: {defualt: low}\n", ["1:8: unknown source 'defualt'; did you mean 'default'?"]),
    "a source that is none": (
        "risk: {192.0.2.0/33: low}\n",
        [("1:8: '192.0.2.0/33' is neither an IP address nor a network such as 203.0.113.0/24, nor the word 'default'")],
    ),
    "a source twice": (
        "risk:\n  192.0.2.0/24: low\n  192.0.2.9/24: high\n",
        ["3:3: the source '192.0.2.0/24' is already used in line 2"],
    ),
    "an unknown risk member": (
        POOL + "    RiskConfiguration: {RiskExceptions: {}}\n",
        ["3:25: unknown RiskConfiguration member 'RiskExceptions'; did you mean 'RiskExceptionConfiguration'?"],
    ),
    "an unknown action": (
        POOL
        + "    RiskConfiguration:\n      CompromisedCredentialsRiskConfiguration: {Actions: {EventAction: BLOK}}\n",
        ["4:72: unknown EventAction 'BLOK'; did you mean 'BLOCK'?"],
    ),
    "a risk configuration of another pool": (
        POOL + "    Id: us-east-1_A\n    RiskConfiguration: {UserPoolId: us-east-1_B}\n",
        ["4:37: UserPoolId is 'us-east-1_B', but the Id of this pool is 'us-east-1_A'; change or remove it"],
    ),
    "a risk configuration of a client, at its pool": (
        POOL + "    RiskConfiguration: {ClientId: abc}\n",
        ["3:35: this is the configuration of the client 'abc'; move it into that client"],
    ),
    "a risk configuration of another client": (
        CLIENT + "        ClientId: abc\n        RiskConfiguration: {ClientId: xyz}\n",
        ["6:39: ClientId is 'xyz', but the ClientId of this client is 'abc'; change or remove it"],
    ),
    "ranges that are none": (
        POOL + "    RiskConfiguration:\n      RiskExceptionConfiguration:\n        BlockedIPRangeList: [10.0.0.0/8, "
        "192.0.2.1]\n        SkippedIPRangeList: [all]\n",
        [
            "5:42: '192.0.2.1' is not a range in CIDR notation, such as 203.0.113.0/24",
            "6:30: 'all' is not a range in CIDR notation, such as 203.0.113.0/24",
        ],
    ),
    "a nested required member": (
        POOL + "    UserPoolAddOns: {}\n",
        ["3:21: UserPoolAddOns needs AdvancedSecurityMode"],
    ),
    "a structure that is a text": (
        POOL + "    SmsConfiguration: arn\n",
        ["3:23: SmsConfiguration must be a mapping, not the text 'arn'"],
    ),
    "a list that is a text": (
        POOL + "    AutoVerifiedAttributes: email\n",
        ["3:29: AutoVerifiedAttributes must be a list, not the text 'email'"],
    ),
    "a map that is a list": (POOL + "    UserPoolTags: [a]\n", ["3:19: UserPoolTags must be a mapping, not a list"]),
    "a map with a number": (
        POOL + "    UserPoolTags: {cost: 12}\n",
        ["3:26: cost must be a text, not the number 12; put it in quotes"],
    ),
    "a boolean that is a text": (
        POOL + "    SoftwareTokenMfaConfiguration: {Enabled: 'true'}\n",
        ["3:46: Enabled must be true or false, not the text 'true'; leave out the quotes"],
    ),
    "a boolean that is a number": (
        POOL + "    SoftwareTokenMfaConfiguration: {Enabled: 1}\n",
        ["3:46: Enabled must be true or false, not the number 1"],
    ),
    "a time that is none": (
        POOL + "    CreationDate: soon\n    LastModifiedDate: [1]\n",
        [
            "3:19: CreationDate must be a time, such as 2026-01-31T12:00:00Z, not the text 'soon'",
            "4:23: LastModifiedDate must be a time, such as 2026-01-31T12:00:00Z, not a list",
        ],
    ),
    "a number out of range": (
        POOL + "    Policies: {PasswordPolicy: {MinimumLength: 5}}\n",
        ["3:48: MinimumLength must be 6 to 99, not 5"],
    ),
    "a pool of a long name": (
        "pools:\n  - Name: " + "x" * 130 + "\n",
        [f"2:11: Name must have 1 to 128 characters, not '{'x' * 60}…'"],
    ),
    "a pool of a name with a slash": ("pools: [{Name: a/b}]\n", ["1:16: Name must match [\\w\\s+=,.@-]+, not 'a/b'"]),
    "a user of no name": (
        POOL + "    users: [{Username: ''}]\n",
        ["3:24: Username must have 1 to 128 characters, not ''"],
    ),
    "an Id that is none": (POOL + "    Id: example\n", ["3:9: Id must match [\\w-]+_[0-9a-zA-Z]+, not 'example'"]),
    "an Id of another region": (
        POOL + "    Id: eu-west-1_Example01\n",
        [("3:9: this Id begins with eu-west-1, but the region is us-east-1; set region: eu-west-1, or change the Id")],
    ),
    "an Id of another region than the file's": (
        "region: eu-west-1\npools:\n  - Name: example\n    Id: us-east-1_Example01\n",
        [("4:9: this Id begins with us-east-1, but the region is eu-west-1; set region: us-east-1, or change the Id")],
    ),
    "two pools of one Id": (
        POOL + "    Id: us-east-1_A\n  - Name: other\n    Id: us-east-1_A\n",
        ["5:9: the pool Id 'us-east-1_A' is already used in line 3"],
    ),
    "two Ids": (
        POOL + "    Id: us-east-1_A\n    UserPoolId: us-east-1_B\n",
        ["4:5: UserPoolId and Id mean the same but differ; remove one"],
    ),
    "no region to hold an Id against": (
        "region: Ireland\npools:\n  - Name: example\n    Id: eu-west-1_Example01\n",
        ["1:9: region must be a region such as us-east-1, not the text 'Ireland'"],
    ),
    "clients as a mapping": (
        POOL + "    clients: {ClientName: app}\n",
        ["3:14: clients must be a list, not a mapping"],
    ),
    "a client that is a text": (
        POOL + "    clients: [app]\n",
        ["3:15: a client must be a mapping, not the text 'app'"],
    ),
    "a client without a name": (
        POOL + "    clients:\n      - GenerateSecret: true\n",
        ["4:9: a client needs a ClientName"],
    ),
    "an unknown client member": (
        CLIENT + "        ExplicitAuthFlow: []\n",
        ["5:9: unknown client member 'ExplicitAuthFlow'; did you mean 'ExplicitAuthFlows'?"],
    ),
    "an unknown flow": (
        CLIENT + "        ExplicitAuthFlows: [ALLOW_USER_PASSWORD]\n",
        ["5:29: unknown ExplicitAuthFlows item 'ALLOW_USER_PASSWORD'; did you mean 'ALLOW_USER_PASSWORD_AUTH'?"],
    ),
    "a validity out of range": (
        CLIENT + "        AuthSessionValidity: 20\n",
        ["5:30: AuthSessionValidity must be 3 to 15, not 20"],
    ),
    "a validity in quotes": (
        CLIENT + "        AuthSessionValidity: '5'\n",
        ["5:30: AuthSessionValidity must be a whole number, not the text '5'; leave out the quotes"],
    ),
    "a ClientId that is a number": (
        CLIENT + "        ClientId: 1234567890\n",
        ["5:19: ClientId must be a text, not the number 1234567890; put it in quotes"],
    ),
    "a ClientSecret of other characters": (
        CLIENT + "        ClientSecret: not-a-secret-for-it-has-dashes\n",
        ["5:23: ClientSecret must match [\\w+]+"],
    ),
    "two clients of one name": (
        CLIENT + "      - ClientName: app\n",
        ["5:21: the ClientName 'app' is already used in line 4"],
    ),
    "two clients of one id": (
        CLIENT + "        ClientId: abc\n  - Name: other\n    clients:\n      - {ClientName: app, ClientId: abc}\n",
        ["8:37: the ClientId 'abc' is already used in line 5"],
    ),
    "a client of another pool": (
        "pools:\n  - Name: a\n    Id: us-east-1_A\n    clients:\n      - {ClientName: app, UserPoolId: us-east-1_B}\n",
        ["5:39: UserPoolId is 'us-east-1_B', but the Id of this pool is 'us-east-1_A'; change or remove it"],
    ),
    "a user without a name": (POOL + "    users:\n      - Password: Passw0rd!\n", ["4:9: a user needs a Username"]),
    "a user of another pool": (
        POOL + "    Id: us-east-1_A\n    users:\n      - {Username: jo, UserPoolId: us-east-1_B}\n",
        ["5:36: UserPoolId is 'us-east-1_B', but the Id of this pool is 'us-east-1_A'; change or remove it"],
    ),
    "a user that is a text": (POOL + "    users: [jo]\n", ["3:13: a user must be a mapping, not the text 'jo'"]),
    "a user with a misspelt name": (
        POOL + "    users:\n      - UserName: jo\n",
        ["4:9: unknown user member 'UserName'; did you mean 'Username'?"],
    ),
    "a user with a number for a name": (
        POOL + "    users:\n      - Username: 0123\n",
        ["4:19: Username must be a text, not the number 0123; put it in quotes"],
    ),
    "two users of one name": (USER + "      - Username: jo\n", ["5:19: the Username 'jo' is already used in line 4"]),
    "two users of one name, but for case": (
        (
            "pools:\n  - Name: a\n    UsernameConfiguration: {CaseSensitive: false}\n"
            "    users: [{Username: jo}, {Username: Jo}]\n"
        ),
        ["4:40: the Username 'jo' is already used in line 4"],
    ),
    "a password that is a number": (
        USER + "        Password: 0123\n",
        ["5:19: Password must be a text, not a number; put it in quotes"],
    ),
    "a password with a space": (USER + "        Password: not so good\n", ["5:19: Password must match [\\S]+"]),
    "two passwords": (
        USER + "        Password: Passw0rd!\n        TemporaryPassword: Passw0rd?\n",
        ["6:9: a user has a Password or a TemporaryPassword, not both; remove one"],
    ),
    "passkeys that are no list": (
        USER + "        passkeys: Laptop\n",
        ["5:19: passkeys must be a list, not the text 'Laptop'"],
    ),
    "a password of a passwordless user": (
        USER + "        Password: Passw0rd!\n        passwordless: true\n",
        ["6:9: a passwordless user has no Password and no TemporaryPassword; remove one"],
    ),
    "an unknown status": (
        USER + "        UserStatus: CONFIRMD\n",
        ["5:21: unknown UserStatus 'CONFIRMD'; did you mean 'CONFIRMED'?"],
    ),
    "an Enabled of yes in quotes": (
        USER + "        Enabled: 'yes'\n",
        ["5:18: Enabled must be true or false, not the text 'yes'"],
    ),
    "an attribute that is a number": (
        USER + "        UserAttributes: {phone_number: +12065550101}\n",
        ["5:40: phone_number must be a text, not the number +12065550101; put it in quotes"],
    ),
    "an attribute that is true": (
        USER + "        UserAttributes: {email_verified: yes}\n",
        ["5:42: email_verified must be a text, not yes, which YAML reads as true; put it in quotes"],
    ),
    "an attribute that is a date": (
        USER + "        UserAttributes: {birthdate: 2000-01-01}\n",
        ["5:37: birthdate must be a text, not the date 2000-01-01; put it in quotes"],
    ),
    "an unknown attribute": (
        USER + "        UserAttributes: {emial: jo@example.com}\n",
        ["5:26: unknown attribute 'emial'; did you mean 'email'?"],
    ),
    "an attribute of one's own": (
        USER + "        UserAttributes: {plan: gold}\n",
        ["5:26: unknown attribute 'plan'; name your own attribute 'custom:plan'"],
    ),
    "attributes as a text": (
        USER + "        UserAttributes: email\n",
        ["5:25: UserAttributes must be a mapping, not the text 'email'"],
    ),
    "a list of attributes, one twice": (
        USER + "        UserAttributes:\n          - {Name: name, Value: a}\n          - {Name: name, Value: b}\n",
        ["7:20: this user has the attribute 'name' twice"],
    ),
    "a phone number and an address that AWS refuses": (
        USER + "        UserAttributes: {phone_number: '0206', email: grace}\n",
        [
            "5:40: phone_number must be a + and digits, such as +12065550100; AWS refuses any other form",
            "5:55: email must be an address, such as grace@example.com; AWS refuses any other form",
        ],
    ),
    "a phone number that AWS refuses, in a list": (
        USER + "        UserAttributes: [{Name: phone_number, Value: '0206'}]\n",
        ["5:54: phone_number must be a + and digits, such as +12065550100; AWS refuses any other form"],
    ),
    "a list of attributes without names": (
        USER + "        UserAttributes: [{Value: a}]\n",
        ["5:26: UserAttributes item needs Name"],
    ),
    "factors as a text": (
        USER + "        UserMFASettingList: SOFTWARE_TOKEN_MFA\n",
        ["5:29: UserMFASettingList must be a list, not the text 'SOFTWARE_TOKEN_MFA'"],
    ),
    "a factor that is a number": (
        USER + "        UserMFASettingList: [1]\n",
        ["5:30: UserMFASettingList item must be a text, not the number 1; put it in quotes"],
    ),
    "an unknown factor": (
        USER + "        UserMFASettingList: [EMAIL_MFA]\n",
        ["5:30: unknown factor 'EMAIL_MFA'; did you mean 'EMAIL_OTP'?"],
    ),
    "a factor twice": (
        USER + "        UserMFASettingList: [SOFTWARE_TOKEN_MFA, SOFTWARE_TOKEN_MFA]\n",
        ["5:50: UserMFASettingList has 'SOFTWARE_TOKEN_MFA' twice"],
    ),
    "a text message without a number": (
        USER + "        UserMFASettingList: [SMS_MFA]\n",
        ["5:30: SMS_MFA is on, but the user has no phone_number; add it to UserAttributes"],
    ),
    "an e-mail without an address": (
        USER + "        UserMFASettingList: [EMAIL_OTP]\n        UserAttributes: {phone_number: '+12065550101'}\n",
        ["5:30: EMAIL_OTP is on, but the user has no email; add it to UserAttributes"],
    ),
    "a misspelt address is not missed": (
        USER + "        UserMFASettingList: [EMAIL_OTP]\n        UserAttributes: {emial: jo@example.com}\n",
        ["6:26: unknown attribute 'emial'; did you mean 'email'?"],
    ),
    "two preferred factors": (
        USER + "        PreferredMfaSetting: [SMS_MFA, SOFTWARE_TOKEN_MFA]\n",
        ["5:30: PreferredMfaSetting must be a text, not a list"],
    ),
    "two preferred factors, one after the other": (
        USER + "        PreferredMfaSetting: SMS_MFA\n        PreferredMfaSetting: SOFTWARE_TOKEN_MFA\n",
        [
            "5:30: SMS_MFA is preferred but not on; add it to UserMFASettingList",
            "6:9: the key 'PreferredMfaSetting' is here twice; the first is in line 5",
        ],
    ),
    "a preferred factor that is not on": (
        USER + "        UserMFASettingList: [SOFTWARE_TOKEN_MFA]\n        PreferredMfaSetting: SMS_MFA\n",
        ["6:30: SMS_MFA is preferred but not on; add it to UserMFASettingList"],
    ),
    "a preferred factor and none on": (
        USER + "        PreferredMfaSetting: SMS_MFA\n",
        ["5:30: SMS_MFA is preferred but not on; add it to UserMFASettingList"],
    ),
    "a preferred factor that is none": (
        USER + "        PreferredMfaSetting: TOTP\n",
        ["5:30: unknown factor 'TOTP'; did you mean 'SOFTWARE_TOKEN_MFA'?"],
    ),
    "a preferred factor beside unknown ones": (
        USER + "        UserMFASettingList: [TOTP_MFA]\n        PreferredMfaSetting: SMS_MFA\n",
        ["5:30: unknown factor 'TOTP_MFA'; there are: EMAIL_OTP, SMS_MFA, SOFTWARE_TOKEN_MFA, WEB_AUTHN_MFA"],
    ),
    "a passkey as the preferred factor": (
        USER + "        UserMFASettingList: [WEB_AUTHN_MFA]\n        PreferredMfaSetting: WEB_AUTHN_MFA\n",
        ["6:30: unknown factor 'WEB_AUTHN_MFA'; there are: EMAIL_OTP, SMS_MFA, SOFTWARE_TOKEN_MFA"],
    ),
    "an MFA option that is not SMS": (
        USER + "        MFAOptions: [{DeliveryMedium: EMAIL, AttributeName: email}]\n",
        ["5:21: the only MFA option is {DeliveryMedium: SMS, AttributeName: phone_number}"],
    ),
    "an MFA option without a number": (
        USER + "        MFAOptions: [{DeliveryMedium: SMS, AttributeName: phone_number}]\n",
        ["5:21: MFAOptions has SMS, but the user has no phone_number; add it to UserAttributes"],
    ),
    "an MFA option beside a misspelt number": (
        USER
        + "        MFAOptions: [{DeliveryMedium: SMS, AttributeName: phone_number}]\n"
        + "        UserAttributes: {phone_numbr: '+12065550101'}\n",
        ["6:26: unknown attribute 'phone_numbr'; did you mean 'phone_number'?"],
    ),
    "a passkey without its id": (
        USER + "        Credentials: [{FriendlyCredentialName: key, RelyingPartyId: a, AuthenticatorTransports: []}]\n",
        ["5:23: Credentials item needs CredentialId and CreatedAt"],
    ),
    "a SecretCode that is not base32": (
        USER + "        SecretCode: 0189018901890189\n",
        ["5:21: SecretCode must be base32: only the letters A to Z and the digits 2 to 7"],
    ),
    "a short SecretCode": (
        USER + "        SecretCode: JBSWY3DP\n",
        ["5:21: SecretCode must have at least 16 characters, not 8"],
    ),
    "a SecretCode of one letter too many": (
        USER + "        SecretCode: JBSWY3DPJBSWY3DPA\n",
        ["5:21: SecretCode must be base32: only the letters A to Z and the digits 2 to 7"],
    ),
    "a SecretCode with a letter that is not ASCII": (
        USER + "        SecretCode: JBSWY3DPJBSWY3DÄ\n",
        ["5:21: SecretCode must be base32: only the letters A to Z and the digits 2 to 7"],
    ),
    "a fault that is a text": (
        "faults: [InitiateAuth]\n",
        ["1:10: a fault must be a mapping, not the text 'InitiateAuth'"],
    ),
    "a fault on nothing": ("faults:\n  - drop: reset\n", ["2:5: a fault needs 'on'"]),
    "a fault on an operation under a misspelt key": (
        "faults:\n  - onn: GetUser\n    drop: reset\n",
        ["2:5: unknown fault key 'onn'; did you mean 'on'?"],
    ),
    "a fault with an empty on": ("faults:\n  - on:\n    drop: reset\n", ["2:8: on has no value"]),
    "an unknown operation": (
        "faults:\n  - on: InitateAuth\n    error: ForbiddenException\n    when: {ClientId: abc}\n",
        ["2:9: unknown operation 'InitateAuth'; did you mean 'InitiateAuth'?"],
    ),
    "an unknown error": (
        FAULT + "    error: TooManyRequestException\n",
        ["3:12: unknown error 'TooManyRequestException'; did you mean 'TooManyRequestsException'?"],
    ),
    "an unknown error on an unknown operation": (
        "faults:\n  - on: Nothing\n    error: NoSuchThing\n",
        ["2:9: unknown operation 'Nothing'", "3:12: unknown error 'NoSuchThing'"],
    ),
    "neither an error nor a drop": (
        FAULT + "    times: 1\n",
        [f"2:5: a fault must say what happens; add one of: {OUTCOMES}"],
    ),
    "an error and a drop": (
        FAULT + "    error: ForbiddenException\n    drop: reset\n",
        ["4:5: a fault has an error or a drop, not both; remove one"],
    ),
    "a misspelt error is not missed": (
        FAULT + "    eror: ForbiddenException\n",
        ["3:5: unknown fault key 'eror'; did you mean 'error'?"],
    ),
    "an unknown drop": (
        FAULT + "    drop: readtimeout\n",
        ["3:11: unknown drop 'readtimeout'; did you mean 'read_timeout'?"],
    ),
    "a message with a drop": (
        FAULT + "    drop: reset\n    message: gone\n",
        ["4:5: message does not go with drop, only with: error"],
    ),
    "a message that is a number": (
        FAULT + "    error: ForbiddenException\n    message: 403\n",
        ["4:14: message must be a text, not the number 403; put it in quotes"],
    ),
    "times of zero": (FAULT + "    drop: reset\n    times: 0\n", ["4:12: times must be at least 1, not 0"]),
    "times of one and a half": (
        FAULT + "    drop: reset\n    times: 1.5\n",
        ["4:12: times must be a whole number, not the number 1.5"],
    ),
    "times of true": (
        FAULT + "    drop: reset\n    times: true\n",
        ["4:12: times must be a whole number, not true"],
    ),
    "times in quotes": (
        FAULT + "    drop: reset\n    times: '2'\n",
        ["4:12: times must be a whole number, not the text '2'; leave out the quotes"],
    ),
    "after of less than none": (FAULT + "    drop: reset\n    after: -1\n", ["4:12: after must be at least 0, not -1"]),
    "when as a list": (FAULT + "    drop: reset\n    when: [ClientId]\n", ["4:11: when must be a mapping, not a list"]),
    "when with an unknown member": (
        FAULT + "    drop: reset\n    when: {ClientID: abc}\n",
        ["4:12: unknown InitiateAuth member 'ClientID'; did you mean 'ClientId'?"],
    ),
    "when with an unknown nested member": (
        FAULT + "    drop: reset\n    when: {AnalyticsMetadata: {AnalyticEndpointId: x}}\n",
        ["4:32: unknown AnalyticsMetadata member 'AnalyticEndpointId'; did you mean 'AnalyticsEndpointId'?"],
    ),
    "when with an unknown flow": (
        FAULT + "    drop: reset\n    when: {AuthFlow: USER_PASSWORD}\n",
        ["4:22: unknown AuthFlow 'USER_PASSWORD'; did you mean 'USER_PASSWORD_AUTH'?"],
    ),
    "when with a secret of the wrong type": (
        FAULT + "    drop: reset\n    when: {AuthParameters: {PASSWORD: 20000}}\n",
        ["4:39: PASSWORD must be a text, not a number; put it in quotes"],
    ),
    "when with a secret that is no mapping": (
        FAULT + "    drop: reset\n    when: {AuthParameters: hunter22}\n",
        ["4:28: AuthParameters must be a mapping, not a text"],
    ),
    "a glob of nothing": (
        "faults:\n  - on: Adm*Nothing\n    drop: reset\n",
        ["2:9: no operation matches 'Adm*Nothing'"],
    ),
    "a glob whose operations do not all have a member": (
        "faults:\n  - on: 'Get*User'\n    drop: reset\n    when: {Nothing: jo}\n",
        ["4:12: unknown GetUser member 'Nothing'; there are: AccessToken"],
    ),
    "a member that some of a glob lack": (
        "faults:\n  - on: Admin*Device\n    drop: reset\n    when: {DeviceKey: a, Limit: 1}\n",
        ["4:26: on also matches AdminGetDevice, which has no member 'Limit'"],
    ),
    "a member of the wrong type for a glob": (
        "faults:\n  - on: Admin*Device\n    drop: reset\n    when: {DeviceKey: 1}\n",
        ["4:23: DeviceKey must be a text, not the number 1; put it in quotes"],
    ),
    "an error that a whole glob lacks": (
        "faults:\n  - on: 'Describe*Client'\n    error: CodeMismatchException\n",
        [
            "3:12: AWS does not document CodeMismatchException for Describe*Client; it documents: "
            + ", ".join(sorted(documented_errors("DescribeUserPoolClient")))
        ],
    ),
    "a sequence whose errors no operation has": (
        "faults:\n  - on: '*'\n    sequence: [{error: CodeMismatchException}, {error: UserPoolTaggingException}]\n",
        ["2:9: no operation that matches * can return all errors of this sequence"],
    ),
    "an unknown key of a step": (
        FAULT + "    sequence: [{drop: reset, tims: 2}]\n",
        ["3:30: unknown step key 'tims'; did you mean 'times'?"],
    ),
    "a step that tells of a user": (
        FAULT + "    sequence: [{drop: reset, user: jo}]\n",
        [
            (
                "3:30: unknown step key 'user'; there are: change, drop, error, garble, latency, lose_reply, members, "
                "message, status, times, trickle"
            )
        ],
    ),
    "an unknown lost reply": (
        FAULT + "    lose_reply: tls\n",
        ["3:17: unknown lose_reply 'tls'; there are: read_timeout, reset"],
    ),
    "an unknown garbling": (
        FAULT + "    garble: htm\n",
        ["3:13: unknown garble 'htm'; did you mean 'html'?"],
    ),
    "an unknown change": (
        FAULT + "    change: user_diabled\n",
        ["3:13: unknown change 'user_diabled'; did you mean 'user_disabled'?"],
    ),
    "a change and a garbling": (
        FAULT + "    garble: html\n    change: user_deleted\n",
        ["4:5: a fault has a garble or a change, not both; remove one"],
    ),
    "a step with two outcomes": (
        FAULT + "    sequence:\n      - {drop: reset, error: ForbiddenException}\n",
        ["4:23: a step has a drop or an error, not both; remove one"],
    ),
    "members with a drop": (
        FAULT + "    drop: reset\n    members: {a: b}\n",
        ["4:5: members does not go with drop, only with: error"],
    ),
    "members that are a list": (
        FAULT + "    error: ForbiddenException\n    members: [a]\n",
        ["4:14: members must be a mapping, not a list"],
    ),
    "a status with a change": (
        FAULT + "    change: user_deleted\n    status: 500\n",
        ["4:5: status does not go with change, only with: error, garble"],
    ),
    "a message with a latency": (
        FAULT + "    latency: 1\n    message: slow\n",
        ["4:5: message does not go with latency, only with: error"],
    ),
    "an error with the status of a success": (
        FAULT + "    error: ForbiddenException\n    status: 200\n",
        ["4:13: the status of an error must be 400 to 599, not 200"],
    ),
    "a status that is none": (
        FAULT + "    error: ForbiddenException\n    status: 999\n",
        ["4:13: status must be at most 599, not 999"],
    ),
    "a late time-out": (
        FAULT + "    drop: read_timeout\n    latency: 1\n",
        ["4:5: remove latency: a read_timeout always takes as long as the client waits"],
    ),
    "a trickle of a drop": (
        FAULT + "    drop: reset\n    trickle: 1\n",
        ["4:5: trickle does not go with drop, only with: error, garble, change, latency"],
    ),
    "a trickle in words": (FAULT + "    trickle: slow\n", ["3:14: trickle must be a number, not the text 'slow'"]),
    "a trickle of less than none": (FAULT + "    trickle: -1\n", ["3:14: trickle must be at least 0, not -1"]),
    "a trickle without an end": (FAULT + "    trickle: .inf\n", ["3:14: trickle must be at most 86400, not inf"]),
    "a latency in words": (
        FAULT + "    latency: slow\n",
        ["3:14: latency must be a number of seconds, not the text 'slow'"],
    ),
    "a latency of less than none": (FAULT + "    latency: -1\n", ["3:14: latency must be 0 to 86400 seconds, not -1"]),
    "a latency that is no number": (
        FAULT + "    latency: .nan\n",
        ["3:14: latency must be 0 to 86400 seconds, not nan"],
    ),
    "a latency of true": (FAULT + "    latency: true\n", ["3:14: latency must be a number of seconds, not true"]),
    "a latency without a value": (FAULT + "    latency:\n", ["3:13: latency has no value"]),
    "a latency from without to": (
        FAULT + "    latency: {from: 1}\n",
        ["3:14: latency must be seconds, {from: 0.1, to: 2} or {mean: 1, sigma: 0.2}"],
    ),
    "a latency in a list": (
        FAULT + "    latency: [1, 2]\n",
        ["3:14: latency must be seconds, {from: 0.1, to: 2} or {mean: 1, sigma: 0.2}"],
    ),
    "a latency that ends before it begins": (
        FAULT + "    latency: {from: 2, to: 1}\n",
        ["3:24: to (1) must not be less than from (2)"],
    ),
    "a sigma in words": (
        FAULT + "    latency: {mean: 1, sigma: some}\n",
        ["3:31: sigma must be a number of seconds, not the text 'some'"],
    ),
    "a chance of more than all": (
        FAULT + "    drop: reset\n    chance: 1.5\n",
        ["4:13: chance must be at most 1, not 1.5"],
    ),
    "a chance in words": (
        FAULT + "    drop: reset\n    chance: often\n",
        ["4:13: chance must be a number, not the text 'often'"],
    ),
    "nth of zero": (
        FAULT + "    drop: reset\n    nth: 0\n",
        ["4:10: nth must be the number of a matching call, counted from 1, or a list of numbers"],
    ),
    "nth of true": (
        FAULT + "    drop: reset\n    nth: true\n",
        ["4:10: nth must be the number of a matching call, counted from 1, or a list of numbers"],
    ),
    "nth of no call": (
        FAULT + "    drop: reset\n    nth: []\n",
        ["4:10: nth must be the number of a matching call, counted from 1, or a list of numbers"],
    ),
    "nth of nothing": (FAULT + "    drop: reset\n    nth:\n", ["4:9: nth has no value"]),
    "after an unknown call": (
        FAULT + "    drop: reset\n    after_call: GetUsr\n",
        ["4:17: unknown operation 'GetUsr'; did you mean 'GetUser'?"],
    ),
    "a user that is a number": (
        FAULT + "    drop: reset\n    user: 12\n",
        ["4:11: user must be a text, not the number 12; put it in quotes"],
    ),
    "a client without a value": (FAULT + "    drop: reset\n    client:\n", ["4:12: client has no value"]),
    "a sequence beside an outcome": (
        FAULT + "    drop: reset\n    times: 2\n    sequence: [well]\n",
        [
            "3:5: this fault has a sequence; move drop into one of its steps",
            "4:5: this fault has a sequence; move times into one of its steps",
        ],
    ),
    "a sequence that is a word": (
        FAULT + "    sequence: well\n",
        ["3:15: sequence must be a list, not the text 'well'"],
    ),
    "an empty sequence": (FAULT + "    sequence: []\n", ["3:15: a sequence needs at least one step"]),
    "a step that is another word": (
        FAULT + "    sequence: [wel]\n",
        ["3:16: a step must be a mapping, or the word well, not the text 'wel'"],
    ),
    "a step without an outcome": (
        FAULT + "    sequence: [{times: 1}]\n",
        ["3:16: a step must say what happens; add one of: error, drop, lose_reply, garble, change, latency, trickle"],
    ),
    "a step with an unknown error": (
        FAULT + "    sequence: [{error: TooManyRequestException}]\n",
        ["3:24: unknown error 'TooManyRequestException'; did you mean 'TooManyRequestsException'?"],
    ),
    "a known error on an unknown operation": (
        "faults:\n  - on: Nothing\n    error: CodeMismatchException\n",
        ["2:9: unknown operation 'Nothing'"],
    ),
    "an error that is a number": (
        FAULT + "    error: 403\n",
        ["3:12: error must be a text, not the number 403; put it in quotes"],
    ),
    "answers as a mapping": ("answers: {on: GetUser}\n", ["1:10: answers must be a list, not a mapping"]),
    "answers without a value": ("answers:\n", ["1:9: answers has no value"]),
    "an answer that is a word": (
        "answers: [GetUser]\n",
        ["1:11: a canned answer must be a mapping, not the text 'GetUser'"],
    ),
    "an answer without one": (ANSWER, ["2:5: a canned answer needs 'answer'"]),
    "an answer to nothing": ("answers: [{answer: {}}]\n", ["1:11: a canned answer needs 'on'"]),
    "an answer of nothing": (ANSWER + "    answer:\n", ["3:12: answer has no value"]),
    "an unknown key of an answer": (
        ANSWER + "    anwser: {}\n",
        ["3:5: unknown canned answer key 'anwser'; did you mean 'answer'?"],
    ),
    "an answer to an unknown operation": (
        "answers: [{on: ListUser, answer: {Nothing: 1}}]\n",
        ["1:16: unknown operation 'ListUser'; did you mean 'ListUsers'?"],
    ),
    "an answer to a glob": ("answers: [{on: 'Get*', answer: {}}]\n", ["1:16: unknown operation 'Get*'"]),
    "an answer that is a list": (
        ANSWER + "    answer: [a]\n",
        ["3:13: GetUser answer must be a mapping, not a list"],
    ),
    "an answer with an unknown member": (
        ANSWER + "    answer: {Usernme: jo, UserAttributes: []}\n",
        ["3:14: unknown GetUser answer member 'Usernme'; did you mean 'Username'?"],
    ),
    "an answer without what AWS always gives": (
        ANSWER + "    answer: {Username: jo}\n",
        ["3:13: GetUser answer needs UserAttributes"],
    ),
    "an answer with a member of the wrong type": (
        "answers:\n  - on: ListUsers\n    answer: {Users: [{Username: jo, Enabled: 1, UserStatus: CONFIRMD}]}\n",
        [
            "3:46: Enabled must be true or false, not the number 1",
            "3:61: unknown UserStatus 'CONFIRMD'; did you mean 'CONFIRMED'?",
        ],
    ),
    "an answer with a time that is none": (
        "answers:\n  - on: ListUsers\n    answer: {Users: [{UserCreateDate: .nan}]}\n",
        ["3:39: UserCreateDate must be a time, such as 2026-01-31T12:00:00Z, not the number .nan"],
    ),
    "an answer with a token of the wrong type": (
        "answers:\n  - on: InitiateAuth\n    answer: {AuthenticationResult: {AccessToken: 20000}}\n",
        ["3:50: AccessToken must be a text, not a number; put it in quotes"],
    ),
    "an answer of members where AWS answers with none": (
        "answers: [{on: DeleteUser, answer: {Username: jo}}]\n",
        ["1:36: AWS answers DeleteUser with an empty body; write answer: {}"],
    ),
    "an answer with what JSON has not": (
        (
            "answers:\n  - on: DescribeManagedLoginBranding\n"
            "    answer: {ManagedLoginBranding: {Settings: {since: 2026-01-31, a: [.inf]}}}\n"
        ),
        [
            "3:55: Settings must be a JSON value, not the date 2026-01-31; put it in quotes",
            "3:71: Settings must be a JSON value, not the number .inf; put it in quotes",
        ],
    ),
    "an answer no times": (
        ANSWER + "    answer: {Username: jo, UserAttributes: []}\n    times: 0\n",
        ["4:12: times must be at least 1, not 0"],
    ),
    "an answer to a request with an unknown member": (
        ANSWER + "    answer: {Username: jo, UserAttributes: []}\n    when: {AcessToken: a}\n",
        ["4:12: unknown GetUser member 'AcessToken'; did you mean 'AccessToken'?"],
    ),
    "expect as a word": ("expect: GetUser\n", ["1:9: expect must be a list, not the text 'GetUser'"]),
    "an expectation that is a word": (
        "expect: [GetUser]\n",
        ["1:10: an expectation must be a mapping, not the text 'GetUser'"],
    ),
    "an expectation of nothing": ("expect: [{times: 1}]\n", ["1:10: an expectation needs 'on'"]),
    "an expectation of an unknown operation": (
        "expect: [{on: InitateAuth}]\n",
        ["1:15: unknown operation 'InitateAuth'; did you mean 'InitiateAuth'?"],
    ),
    "an expectation of a glob of nothing": ("expect: [{on: 'Nix*'}]\n", ["1:15: no operation matches 'Nix*'"]),
    "an unknown key of an expectation": (
        EXPECT + "    wiht: {}\n",
        ["3:5: unknown expectation key 'wiht'; did you mean 'with'?"],
    ),
    "an expectation with an unknown member": (
        EXPECT + "    with: {AuthFow: USER_AUTH}\n",
        ["3:12: unknown InitiateAuth member 'AuthFow'; did you mean 'AuthFlow'?"],
    ),
    "an expectation with a list of members": (
        EXPECT + "    with: [AuthFlow]\n",
        ["3:11: with must be a mapping, not a list"],
    ),
    "an expectation with members that some of a glob lack": (
        "expect:\n  - on: Admin*Device\n    with: {Limit: 1}\n",
        ["3:12: on also matches AdminGetDevice, which has no member 'Limit'"],
    ),
    "an expectation of no call": (EXPECT + "    times: 0\n", ["3:12: times must be at least 1, not 0"]),
    "an expectation of some never": (
        EXPECT + "    never: true\n    times: 2\n",
        ["4:5: an expectation has times or never, not both; remove one"],
    ),
    "never without a value": (EXPECT + "    never:\n", ["3:11: never has no value"]),
    "never that is false": (
        EXPECT + "    never: false\n",
        ["3:12: never can only be true; remove it if the call must be made"],
    ),
    "never in quotes": (
        EXPECT + "    never: 'true'\n",
        ["3:12: never must be true or false, not the text 'true'; leave out the quotes"],
    ),
    "quotas by another word": (
        "quotas: azure\n",
        [
            (
                "1:9: quotas must be the word aws, or a mapping of AWS's categories to requests per second, "
                "not the text 'azure'"
            )
        ],
    ),
    "quotas without a value": ("quotas:\n", ["1:8: quotas has no value"]),
    "an unknown category": (
        "quotas: {UserReads: 5}\n",
        ["1:10: unknown quota category 'UserReads'; did you mean 'UserRead'?"],
    ),
    "a category of no operation": (
        "quotas: {UserFederation: 5}\n",
        ["1:10: no operation counts towards UserFederation; remove it"],
    ),
    "a rate in words": (
        "quotas: {UserRead: many}\n",
        ["1:20: UserRead must be a number of requests per second, not the text 'many'"],
    ),
    "a rate of true": (
        "quotas: {UserRead: true}\n",
        ["1:20: UserRead must be a number of requests per second, not true"],
    ),
    "a rate of none": ("quotas: {UserRead: 0}\n", ["1:20: UserRead must be more than 0 requests per second, not 0"]),
    "a rate without an end": (
        "quotas: {UserRead: .inf}\n",
        ["1:20: UserRead must be more than 0 requests per second, not inf"],
    ),
    "a mistake in every part": (
        (
            "region: Ireland\npools:\n  - Name: a\n    users:\n      - Username: jo\n        Enabled: 1\n"
            "faults:\n  - on: Nothing\n    drop: reset\n"
        ),
        [
            "1:9: region must be a region such as us-east-1, not the text 'Ireland'",
            "6:18: Enabled must be true or false, not the number 1",
            "8:9: unknown operation 'Nothing'",
        ],
    ),
    "a mistake behind an anchor is one": (
        (
            "pools:\n  - Name: a\n    users:\n      - {Username: jo, UserAttributes: &a {emial: x}}\n"
            "      - {Username: mo, UserAttributes: *a}\n"
        ),
        ["4:44: unknown attribute 'emial'; did you mean 'email'?"],
    ),
}


@for_each("text, said", [pytest.param(*case, id=name) for name, case in BROKEN.items()])
def test_a_broken_file_is_refused_with_every_mistake_at_its_place(mistakes, text, said):
    assert mistakes(text) == said


def test_a_mistake_begins_with_file_line_and_column(read, tmp_path):
    with pytest.raises(ScenarioError) as caught:
        read("poolz: []\nregion: Ireland\n")

    assert str(caught.value).splitlines() == [
        f"{tmp_path / 's.yaml'}:1:1: unknown scenario key 'poolz'; did you mean 'pools'?",
        f"{tmp_path / 's.yaml'}:2:9: region must be a region such as us-east-1, not the text 'Ireland'",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            POOL
            + "    UsernameAttributes: [email]\n    users:\n      - Username: jo\n      - Username: jo@example.com\n",
            ["5:9: AWS refuses the user 'jo': Username should be an email."],
        ),
        (
            "pools:\n  - {Name: a, Schema: [{Required: true}], users: [{Username: jo}]}\n",
            ["2:5: AWS refuses the pool 'a': An attribute of the schema needs a name."],
        ),
        (
            POOL
            + "    AliasAttributes: [email]\n    users: [{Username: jo@example.com}, {Username: jo}]\n"
            + "  - Name: b\n    UsernameAttributes: [phone_number, email]\n    users: [{Username: mo}]\n",
            [
                (
                    "4:13: AWS refuses the user 'jo@example.com': Username cannot be of email format, "
                    "since user pool is configured for email alias."
                ),
                "7:13: AWS refuses the user 'mo': Username should be a phone number or an email.",
            ],
        ),
    ],
)
def test_what_aws_would_refuse_is_a_mistake_at_its_place(tmp_path, text, said):
    path = tmp_path / "s.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(ScenarioError) as caught:
        simulate(path)

    assert [f"{each.line}:{each.column}: {each.text}" for each in caught.value.mistakes] == said


NEEDS_FACTOR = "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled."


@pytest.mark.parametrize(
    ("settings", "refused"),
    [
        ("MfaConfiguration: 'ON'", NEEDS_FACTOR),
        ("MfaConfiguration: OPTIONAL", NEEDS_FACTOR),
        (
            "AutoVerifiedAttributes: [phone_number]",
            "SMS configuration is required when phone_number is selected for auto verification",
        ),
        (
            "UserPoolTier: LITE, Policies: {PasswordPolicy: {PasswordHistorySize: 3}}",
            "The following features need to be disabled for the LITE pricing tier configured: Password History",
        ),
        ("MfaConfiguration: 'OFF'", None),
        ("MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: {Enabled: false}", None),
        ("MfaConfiguration: 'ON', SmsConfiguration: {SnsCallerArn: 'arn:aws:iam::123456789012:role/sms'}", None),
    ],
)
def test_a_pool_is_checked_as_aws_would_unless_it_was_described(tmp_path, settings, refused):
    living = ["Id: us-east-1_AbCdEf123", "CreationDate: 2020-01-31T12:00:00Z", "SchemaAttributes: [{Name: sub}]"]
    path = tmp_path / "s.yaml"
    for printed in living:
        path.write_text(f"pools:\n  - {{Name: a, {printed}, {settings}}}\n", "utf-8")
        with simulate(path) as cognito:
            assert cognito.pool.name == "a"

    path.write_text(f"pools:\n  - {{Name: a, {settings}}}\n", "utf-8")
    if refused is None:
        with simulate(path) as cognito:
            assert cognito.pool.name == "a"
    else:
        with pytest.raises(ScenarioError) as caught:
            simulate(path)
        assert str(caught.value) == f"{path}:2:5: AWS refuses the pool 'a': {refused}"


def test_the_members_that_only_a_description_has_follow_the_model():
    printed, *taken = (
        set(service_model().shape_for(name).members)
        for name in ("UserPoolType", "CreateUserPoolRequest", "SetUserPoolMfaConfigRequest")
    )

    assert printed.difference(*taken) - {"Name"} <= pool_configuration._ONLY_DESCRIBED


@pytest.mark.long
def test_a_big_file_without_aliases_is_reported_as_such(mistakes):
    assert mistakes(f"pools: [{'a,' * 200_000}]\n") == ["1:8: this file has more than 200000 keys and values"]


def test_an_error_of_another_operation_is_refused_with_those_that_aws_documents(mistakes):
    documented = ", ".join(sorted(documented_errors("SetUserMFAPreference")))

    assert mistakes("faults:\n  - on: SetUserMFAPreference\n    error: CodeMismatchException\n") == [
        f"3:12: AWS does not document CodeMismatchException for SetUserMFAPreference; it documents: {documented}"
    ]


@pytest.mark.parametrize(
    "member",
    [
        "Password: 20000001",
        "Password: 'hunter 22'",
        "Password: [hunter22]",
        "SecretCode: hunter22",
        "SecretCode: 20000001",
        "TemporaryPassword: {hunter22: 1}",
        "Password: yes",
        "Password: 2000-01-01",
    ],
)
def test_a_secret_is_never_repeated(mistakes, member):
    said = "".join(mistakes(USER + f"        {member}\n"))

    assert said
    assert not any(secret in said for secret in ("hunter", "22", "2000", "yes"))


def test_a_client_secret_is_never_repeated(mistakes):
    assert "hunter" not in "".join(mistakes(CLIENT + "        ClientSecret: hunter-hunter-hunter-hunter\n"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.yaml", "there is no such file"),
        (".", "cannot be read: this is a folder; name a file"),
        ("file/s.yaml", "cannot be read: Not a directory"),
    ],
)
def test_an_unreadable_file_is_one_mistake(tmp_path, name, said):
    (tmp_path / "file").touch()
    path = tmp_path / name

    with pytest.raises(ScenarioError) as caught:
        _scenario.load(path, region="us-east-1")

    assert str(caught.value) == f"{path}:1:1: {said}"


@pytest.mark.long
def test_without_libyaml_the_messages_are_the_same(mistakes, monkeypatch):
    monkeypatch.setattr("pytest_cognito_mfa._yaml.bounds.LOADER", bounds.PYTHON_LOADER)

    for text, said in BROKEN.values():
        assert mistakes(text) == said


def test_without_libyaml_half_a_character_in_a_key_is_a_mistake(mistakes, monkeypatch):
    monkeypatch.setattr("pytest_cognito_mfa._yaml.bounds.LOADER", bounds.PYTHON_LOADER)

    said = "a text has '\\ud800', half of a surrogate pair, which cannot be sent or printed"
    assert mistakes('"\\ud800": 1\n') == [f"1:1: {said}"]
    assert mistakes('region: "\\ud800"\n') == [f"1:9: {said}"]


def test_if_only_libyaml_objects_its_own_message_is_used(mistakes, monkeypatch):
    class Strict(yaml.SafeLoader):
        def get_single_node(self):
            raise yaml.composer.ComposerError(None, None, "found a fly in the soup", self.peek_event().start_mark)

    monkeypatch.setattr("pytest_cognito_mfa._yaml.bounds.LOADER", Strict)

    assert mistakes("region: us-east-1\n") == ["1:1: not YAML: found a fly in the soup"]
