"""The states of the calls about pools."""

from .scene import EMAIL, SMS, user
from .states import state


@state("044")
def pool_to_delete(_recording, scene):
    scene.open(user("one"))
    return {"UserPoolId": scene.pool_id}


@state("045")
def pool_of_2016(recording, scene):
    """With the settings that its owner had made, and a schema in which the address is required."""
    recorded = recording.answer["UserPool"]
    made = ("Name", "AutoVerifiedAttributes", "Policies", "MfaConfiguration")
    texts = [name for name in recorded if name.endswith(("Message", "Subject"))]
    scene.pool_id = recorded["Id"]
    schema = [{"Name": "email", "Required": True}]
    scene.open(Schema=schema, **{name: recorded[name] for name in (*made, *texts)})
    return {"UserPoolId": scene.pool_id}


CONFIGURED = ("SmsMfaConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration", "WebAuthnConfiguration")


@state("076")
def configured_pool(recording, scene):
    recorded = recording.answer
    blocks = {name: recorded[name] for name in (*CONFIGURED, "MfaConfiguration")}
    sender = {name: EMAIL[name] for name in ("EmailConfiguration", "AccountRecoverySetting")}
    scene.open(**blocks, **recorded["SmsMfaConfiguration"], **sender)
    return recording.asking()


@state("077")
def pool_to_configure(recording, scene):
    sender = {name: EMAIL[name] for name in ("EmailConfiguration", "AccountRecoverySetting")}
    scene.open(**SMS, **sender)
    return recording.asking()
