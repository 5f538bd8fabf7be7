"""The parameters of a call that is shown as a command of the AWS CLI."""

import json
import re
import shlex

from botocore import xform_name

from pytest_cognito_mfa._aws import service_model


def parameters_of(operation, command):
    """What ``aws cognito-idp ...`` sends for this command line."""
    words = shlex.split(command.replace("\\\n", " "))
    shape = service_model().operation_model(operation).input_shape
    members = {"--" + xform_name(name, "-"): (name, member) for name, member in shape.members.items()}
    given = {}
    for word in words[3:]:
        if word.startswith("--"):
            option, _, value = word.partition("=")
            given[option] = [value] if value else []
        else:
            given[option].append(word)
    return {members[option][0]: _value(values, members[option][1]) for option, values in given.items()}


def _value(words, shape):
    if shape.type_name == "list":
        return [_value([word], shape.member) for word in words]
    if shape.type_name not in ("structure", "map"):
        return _scalar(words[0], shape)
    text = words[0]
    return json.loads(text) if text.startswith("{") else _shorthand(f"{{{text}}}", shape)[0]


def _scalar(text, shape):
    return {"boolean": lambda: text == "true", "integer": lambda: int(text)}.get(shape.type_name, lambda: text)()


def _shorthand(text, shape):
    """The value of ``{Name=value,Name={...},Name="..."}``, and the text after it."""
    found, rest = {}, text[1:]
    while not rest.startswith("}"):
        name, _, rest = rest.lstrip(",").partition("=")
        member = shape.value if shape.type_name == "map" else shape.members[name]
        if rest.startswith("{") and member.type_name == "structure":
            found[name], rest = _shorthand(rest, member)
        else:
            quoted, bare = re.match(r'"([^"]*)"|([^,}]*)', rest).groups()
            rest = rest[len(bare) if quoted is None else len(quoted) + 2 :]
            found[name] = _scalar(bare if quoted is None else quoted, member)
    return found, rest[1:]
