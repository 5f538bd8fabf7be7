"""What we chose where sources disagree, and do where there are none; docs/generate.py puts it on the page."""

from __future__ import annotations

from typing import NamedTuple


class Question(NamedTuple):
    """A choice that we had to make; `said` is empty where nobody has said anything."""

    asked: str
    said: str
    done: str


QUESTIONS = (
    Question(
        "The text when TOTP is turned on without an authenticator",
        "In 2018 and 2019 `User has not set up software token mfa` or `User has not verified software token mfa` "
        "(aws-amplify/amplify-js#944, #1812); from 2023 on the one text about the delivery "
        "config (aws/aws-sdk-js-v3#4645)",
        "The later text: it is what AWS answers now",
    ),
    Question(
        "May a user of a pool that requires MFA turn every factor off?",
        "The developer guide and botocore's SMSMfaSettings: no. The live Admin call: it is accepted, and sign-in still "
        "asks (aws/aws-sdk-js-v3#7961, aws/aws-sdk#693)",
        "Accepts it, and sign-in still asks: observed beats documented",
    ),
    Question(
        "May a factor be preferred that the pool does not offer?",
        "Several emulators refuse it; the live service accepted SMS in a pool with TOTP alone, and asked for TOTP at "
        "sign-in (aws-amplify/amplify-js#11260)",
        "Accepts it, and sign-in does not use it: observed beats emulators",
    ),
    Question(
        "Is half of a preference request applied when the other half is refused?",
        "In 2018 SMS was applied although a TOTP block that turned nothing on was refused (aws-amplify/amplify-js#944, "
        "#846, #1343). getmoto/moto's later test against AWS has such a block accepted; of others nobody says anything",
        "Applies nothing: the only sighting is of a refusal that was not seen again",
    ),
    Question(
        "May an administrator make TOTP preferred before the user registered an authenticator?",
        "Older SDK documentation: yes. The present API reference, and the live call (aws/aws-sdk-js-v3#4645): no",
        "Refuses it",
    ),
    Question(
        "Does an authenticator that was verified, but never turned on, count where MFA is optional?",
        "The developer guide's steps and one report of 2017 (amazon-archives/amazon-cognito-identity-js#630): yes. "
        "floci-io/floci's documentation and Amplify's advice (aws-amplify/docs#5690): not before the preference call",
        "It does not count: Amplify's documentation is AWS's too, and later than the report",
    ),
    Question(
        "The very first sign-in where MFA is required",
        "The developer guide: tokens, as sign-up's confirmation counts as a factor. getmoto/moto's test against AWS: "
        "`MFA_SETUP`",
        "`MFA_SETUP`: observed beats documented",
    ),
    Question(
        "What follows `MFA_SETUP` with an authenticator",
        "The developer guide: a further `SOFTWARE_TOKEN_MFA`. Live tests of getmoto/moto and amplify-swift: tokens",
        "Tokens: observed beats documented",
    ),
    Question(
        "Under which name `MFA_SETUP` is answered with an e-mail address",
        "The developer guide: `email`. Amplify sends `EMAIL`, and amplify-swift's live tests pass with it",
        "Takes both",
    ),
    Question(
        "Under which name `SELECT_MFA_TYPE` lists the factors",
        "The developer guide: `MFAS_CAN_SELECT`. Amplify's clients read `MFAS_CAN_CHOOSE`, and work",
        "`MFAS_CAN_CHOOSE`",
    ),
    Question(
        "How `SELECT_MFA_TYPE` is answered for e-mail",
        "The API's text: `EMAIL_MFA`. The API's list of values and the SDKs: `EMAIL_OTP`",
        "Takes both",
    ),
    Question(
        "Whether a message factor's challenge carries `USER_ID_FOR_SRP`",
        "After InitiateAuth it does (aws-amplify/amplify-js#6461); after RespondToAuthChallenge a capture in public "
        "code shows it absent",
        "Each as it was captured",
    ),
    Question(
        "A session that is answered a second time",
        "cognito-local: `Invalid session for the user.` The live service: `[...] session can only be used once.` "
        "(aws-amplify/amplify-js#14330)",
        "The live text",
    ),
    Question(
        "When a new authenticator replaces the old one",
        "The API's text until early 2022: with AssociateSoftwareToken. Since then: when the new one is verified",
        "When the new one is verified",
    ),
    Question(
        "Do wrong MFA codes lock a user out?",
        "The developer guide: five do, as passwords do. Public code: six wrong e-mail codes did not; they were the "
        "first factor",
        "Five wrong codes of a sign-in's second factor lock out: nobody has shown the contrary for those",
    ),
    Question(
        "What a locked-out user is told",
        "`Password attempts exceeded` (public copies of a Stack Overflow answer, and clients that match on it); one "
        "report has the text for a wrong password (aws/aws-sdk-js#4642)",
        "`Password attempts exceeded`: more have seen it",
    ),
    Question(
        "The text for a wrong secret hash",
        "`Unable to verify secret hash [...]` (NabuCasa/pycognito#13), and `SecretHash does not match [...]` for "
        "SignUp and a refresh (public code)",
        "The second for those two, the first elsewhere",
    ),
    Question(
        "The status of a request that AWS WAF blocks",
        "The API reference: 400. Two independent clients expect 403",
        "403, against that order: two independent clients are built on it",
    ),
    Question(
        "The content type of answers",
        "The API reference's samples: `application/x-amz-json-1.0`. Live traffic: `application/x-amz-json-1.1` "
        "(aws/aws-sdk-cpp#1789)",
        "`application/x-amz-json-1.1`: observed beats documented",
    ),
    Question(
        "The text when a request prefers two factors, or one that it turns off",
        "",
        "Refuses both with `InvalidParameterException`, in words of its own",
    ),
    Question("A preference request without any settings", "", "Accepts it; nothing changes"),
    Question("An empty settings block", "", "Turns its factor off: AWS's model has plain booleans in it"),
    Question(
        "The text when e-mail is turned on for a user without an address",
        "",
        "Refuses with the text for TOTP, and `EMAIL_OTP` in it",
    ),
    Question(
        "The text of today when SMS is turned on for a user without a number", "", "Refuses with the text of 2018"
    ),
    Question(
        "The preference call of a user who was deleted while the token is still good",
        "",
        "Refuses with `UserNotFoundException`",
    ),
    Question(
        "What is answered to the access token of a disabled user",
        "",
        "Refuses it as a revoked one: botocore says that AdminDisableUser revokes them",
    ),
    Question("The text of a lockout by wrong MFA codes", "", "Refuses with the text of a lockout by wrong passwords"),
    Question("The place of `EMAIL_OTP` in `UserMFASettingList`", "", "Last, after SMS and TOTP"),
    Question(
        "The complete parameters of `SELECT_MFA_TYPE`", "", "`MFAS_CAN_CHOOSE` and `USER_ID_FOR_SRP`, in every case"
    ),
    Question(
        "The error for choosing a factor that was not offered",
        "",
        "Refuses with `InvalidParameterException`, in words of its own",
    ),
    Question(
        "The error where MFA is required and the user's only means is what account recovery uses first",
        "",
        "Refuses with `InvalidParameterException`, in words of its own",
    ),
    Question(
        "A raw capture of the refusal of a wrong TOTP code", "", "Refuses with the text that clients match on, no dot"
    ),
    Question("The length of a `SecretCode`", "", "52 characters: 256 bits in base32"),
    Question(
        "The answers to a body that is no JSON, to an unknown operation and to an unsigned call",
        "",
        "The codes of AWS's other JSON services; a message only where one was seen there",
    ),
    Question(
        "A body with half of a character (a lone surrogate), or nested thousands of levels deep",
        "",
        "Refuses it as a body that is no JSON",
    ),
    Question("A number with a fraction or an exponent where a whole one is expected", "", "Refuses its type"),
    Question(
        "Attributes given with a new password that the user has already",
        "An old advice of Cognito's client library is to hand all but email_verified back "
        "(amazon-archives/amazon-cognito-identity-js#232); a pasted answer refuses the e-mail address (public code)",
        "Refuses an e-mail address and a phone number, takes the others: nobody has shown those refused",
    ),
    Question(
        "A code that comes back from an address by which another user signs in",
        "The operations list `AliasExistsException`",
        "Refuses with it, and lets the user try again: nobody has shown when AWS looks",
    ),
    Question(
        "A proof by SRP of a password that was replaced after the challenge was given",
        "",
        "Refuses it as a wrong password, and counts it as one",
    ),
    Question("The text when an attribute of a new pool's schema has no name", "", "Refuses it, in words of its own"),
    Question(
        "Whether a new password is kept where MFA is required, and the user has and can set up no factor",
        "",
        "Refuses the answer, and keeps nothing of it",
    ),
    Question(
        "The text when an attribute that comes with the answer to a challenge is longer than 2,048 characters",
        "",
        "Refuses it as one that does not conform to the schema, in words of its own",
    ),
    Question("The texts of the refusals that have no message above", "", "Answers their codes without a message"),
)
"""What we chose where sources disagree, and do where there are none."""
