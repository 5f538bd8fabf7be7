"""The states of the calls about pools."""

from .simulated_recording import EMAIL, SMS, user
from .states import state


@state("044")
def pool_to_delete(_recording, sim):
    sim.open(user("one"))
    return {"UserPoolId": sim.pool_id}


@state("045")
def pool_of_2016(recording, sim):
    """With its owner's settings, and a schema in which the address is required."""
    recorded = recording.answer["UserPool"]
    made = ("Name", "AutoVerifiedAttributes", "Policies", "MfaConfiguration")
    texts = [name for name in recorded if name.endswith(("Message", "Subject"))]
    sim.pool_id = recorded["Id"]
    schema = [{"Name": "email", "Required": True}]
    sim.open(Schema=schema, **{name: recorded[name] for name in (*made, *texts)})
    return {"UserPoolId": sim.pool_id}


CONFIGURED = ("SmsMfaConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration", "WebAuthnConfiguration")


@state("076")
def configured_pool(recording, sim):
    recorded = recording.answer
    blocks = {name: recorded[name] for name in (*CONFIGURED, "MfaConfiguration")}
    sender = {name: EMAIL[name] for name in ("EmailConfiguration", "AccountRecoverySetting")}
    sim.open(**blocks, **recorded["SmsMfaConfiguration"], **sender)
    return recording.asking()


@state("077")
def pool_to_configure(recording, sim):
    sender = {name: EMAIL[name] for name in ("EmailConfiguration", "AccountRecoverySetting")}
    sim.open(**SMS, **sender)
    return recording.asking()
