"""What a scenario may mean and seldom does is a warning at its place, and the scenario works."""

from one_test import for_each

from pytest_cognito_mfa import _scenario

POOL = "pools:\n  - Name: a\n"
USER = POOL + "    users:\n      - Username: grace\n"
TOTP, BLOCK = "SOFTWARE_TOKEN_MFA", "SoftwareTokenMfaConfiguration: {Enabled: true}"
FAULT = "faults:\n  - on: GetUser\n    drop: reset\n"

DOUBTFUL = {
    "nothing doubtful": (USER + "        Password: Secret-1843\n" + FAULT + "    user: grace\n", []),
    "a factor that the pool does not offer": (
        USER + "        UserMFASettingList: [SOFTWARE_TOKEN_MFA]\n    MfaConfiguration: OPTIONAL\n"
        "    SmsMfaConfiguration: {SmsConfiguration: {SnsCallerArn: arn:aws:iam::123456789012:role/sms}}\n",
        [f"5:30: user 'grace' has {TOTP} on, which pool 'a' does not offer; add {BLOCK}"],
    ),
    "a password that AWS would refuse": (
        USER + "        Password: secret-1843\n",
        ["4:9: AWS would refuse the password of user 'grace': Password must have uppercase characters"],
    ),
    "a password that the pool's own policy refuses": (
        USER + "        Password: Secret-1843\n    Policies: {PasswordPolicy: {MinimumLength: 16}}\n",
        ["4:9: AWS would refuse the password of user 'grace': Password not long enough"],
    ),
    "faults for names that look misspelt": (
        USER + "    clients: [{ClientName: mobile, ClientId: 1example23456}]\n" + FAULT + "    user: gracee\n"
        "    client: mobil\n",
        [
            "7:5: no pool has the user 'gracee' of this fault; did you mean 'grace'?",
            "7:5: no pool has the client 'mobil' of this fault; did you mean 'mobile'?",
        ],
    ),
    "a fault for someone whom the test may create": (USER + FAULT + "    user: newcomer\n", []),
}


@for_each("name", DOUBTFUL)
def test_it_is_reported_at_its_place(tmp_path, name):
    text, said = DOUBTFUL[name]
    path = tmp_path / "s.yaml"
    path.write_text(text, "utf-8")

    warnings = _scenario.load(path, region="us-east-1").warnings

    assert [str(each).removeprefix(f"{path}:") for each in warnings] == said
