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
        "May SMS be turned off for a user who has no number any more?",
        "In 2020 the live service refused it, as if SMS were turned on (aws-amplify/amplify-js#5766). getmoto/moto's "
        "later test against AWS has the like accepted for TOTP",
        "Accepts it, as for TOTP",
    ),
    Question(
        "Must the request that turns passkey MFA on turn another factor on, too?",
        "botocore: another method must be activated. Two applications' notes on their live pools, in public code: it "
        "is refused without another one in the same request, although TOTP was on",
        "Refuses it unless the same request turns another factor on: observed beats documented",
    ),
    Question(
        "What `UserMFASettingList` shows of passkey MFA",
        "botocore names three values, and none for passkeys. Public code has seen `WEB_AUTHN_MFA` beside "
        "`SOFTWARE_TOKEN_MFA` in a live pool",
        "`WEB_AUTHN_MFA`, after all others",
    ),
    Question(
        "Are SMS by `SetUserSettings` and SMS by the preference call one setting?",
        "Amplify's older code takes MFAOptions for SMS that a preference call turns off, and in 2018 GetUser showed "
        "MFAOptions alone after a preference call for SMS (aws-amplify/amplify-js#1259). But MFAOptions stayed when "
        "TOTP was preferred (aws-amplify/amplify-js#447), and did not follow the preference call in 2022 "
        "(aws-amplify/amplify-js#10011)",
        "They are two, neither of which changes the other: the later sightings say so",
    ),
    Question(
        "Is a user with `identities` a federated one, to whom MFA does not apply?",
        "The preference call changed nothing of a user who came through Facebook (aws-amplify/amplify-js#2519). "
        "AWS's example of AdminGetUser shows `identities`, none of them primary, beside the status CONFIRMED",
        "Only where the status is EXTERNAL_PROVIDER; a local user who is linked to a provider has a password and MFA",
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
        "The words when a code would verify an alias that another user has",
        "The developer guide, of ConfirmSignUp: `An account with the email already exists.` Pasted output of "
        "UpdateUserAttributes: `An account with the given email already exists.`",
        "The first where a code confirms, the second where an attribute is set",
    ),
    Question(
        "May a client write custom attributes when it has no WriteAttributes?",
        "botocore: the standard attributes alone. The AWS CDK's documentation, and a measurement in public code: "
        "custom attributes too",
        "It may: observed beats documented",
    ),
    Question(
        "What refuses a user who sets `email_verified`",
        "The developer guide: a client that is not authorised to write gets NotAuthorizedException. "
        "floci-io/floci#2530: InvalidParameterException. One report of 2020: a success without effect "
        "(aws-amplify/amplify-js#6100)",
        "Refuses with `A client attempted to write unauthorized attribute`",
    ),
    Question(
        "Is a phone number deleted while SMS MFA is on?",
        "In 2021 it was, and sign-in then failed with MFAMethodNotFoundException. Since 2023 there is an error where "
        "MFA is required, in words that only an image shows (a maintainer in aws-amplify/amplify-js#8829)",
        "Refuses it where the factor is on, unless the pool's MFA is off, in words of its own; e-mail likewise",
    ),
    Question(
        "What ForgotPassword answers where users are hidden and nobody can be sent a code",
        "The developer guide: a simulated delivery to users who are unknown, disabled or without a verified address; "
        'on the same page it "alternates" with InvalidParameterException',
        "The exception where the pool has no way to recover for anybody, else the simulated delivery",
    ),
    Question(
        "How often a password's recovery may be asked for and answered in an hour",
        "The developer guide: between 5 and 20 times, by a risk. One report: 5 times "
        "(amazon-archives/amazon-cognito-identity-js#548)",
        "5 times, asking and answering together: no more is sure to pass on AWS",
    ),
    Question(
        "A sign-in with the key of a device of the user's own that was never confirmed",
        'botocore\'s DeviceConfigurationType: such a device "must still provide a second factor"; '
        'GetTokensFromRefreshToken.DeviceKey: "Amazon Cognito issues a new one". The API reference until 2024: '
        'ConfirmDevice "begins device tracking", so it might not exist yet',
        "Asks for MFA as without a key, and hands out a new device",
    ),
    Question(
        "Does a refresh need the device to be confirmed?",
        'botocore\'s GetTokensFromRefreshToken.DeviceKey: "You must provide the confirmed device key", and also that a '
        "new one is issued for one that is not registered. A maintainer of Amplify's: it is refused "
        "(aws-amplify/amplify-android#2506), as reporters with the right key saw (aws/aws-sdk-java#2841)",
        "Yes; `Invalid Refresh Token.` without, whichever operation asks",
    ),
    Question(
        "At which step does SRP refuse a device that was forgotten?",
        "amazon-archives/amazon-cognito-identity-js#206: at PASSWORD_VERIFIER, which then works without the key. "
        "aws-amplify/amplify-js#12188 names InitiateAuth too, as possible",
        "At PASSWORD_VERIFIER, which may be answered again",
    ),
    Question(
        "Can a device be confirmed when the sign-in named its user by an alias?",
        "Not when the code for MFA was answered so (aws-amplify/amplify-js#4047, public code). For USER_PASSWORD_AUTH "
        "Amplify's documentation says no (aws-amplify/docs#6192), but its Android library does it "
        "(aws-amplify/amplify-android#3301). One report has no name in it, but optional MFA (boto/boto3#4059)",
        "Only where no answer to a challenge named the user so; InitiateAuth may",
    ),
    Question(
        "The operations on devices in a pool that does not track them",
        "An example of Amplify's Flutter library meets `InvalidUserPoolConfigurationException` "
        "(aws-amplify/amplify-flutter#1759); its JavaScript library takes `InvalidParameterException` for this "
        "(aws-amplify/amplify-js#8353)",
        "`InvalidUserPoolConfigurationException`, which every one of them documents",
    ),
    Question(
        "Do the device's challenges need their Session?",
        "AWS's code example for Python and NabuCasa/pycognito send none. aws-amplify/aws-sdk-android#2337: a future "
        "version of the API will need it",
        "Gives one with each, and takes answers with and without",
    ),
    Question(
        "Which devices does ListDevices list?",
        'botocore: those "registered to the currently signed-in user". Amplify: the remembered ones alone '
        "(aws-amplify/amplify-js#12171, amazon-archives/amazon-cognito-identity-js#199)",
        "The remembered ones; AdminListDevices lists every confirmed one",
    ),
    Question(
        "What is refused in a pool whose threat protection is off",
        "botocore lists `UserPoolAddOnNotEnabledException` for SetRiskConfiguration and DescribeRiskConfiguration. "
        "hashicorp/terraform-provider-aws#25282 and its acceptance tests, run on AWS: in a pool without add-ons, IP "
        "ranges and the reaction to compromised credentials are set, described and reset",
        "Refuses AccountTakeoverRiskConfiguration, which no test has shown there, and describing what was never set; "
        "accepts the rest: observed beats documented",
    ),
    Question(
        "What is done about a risk where threat protection is enforced and nothing was configured",
        'The developer guide of 2022 on "Cognito defaults": sign-in is blocked at all levels, and nobody notified; '
        "botocore: a request with UserPoolId alone sets the defaults. A contributor of aws/aws-cdk#17923: ENFORCED "
        "alone enforces nothing",
        "Blocks: documented beats a remark",
    ),
    Question(
        "Is a user asked to set up a factor because of a risk?",
        "botocore on MFA_IF_CONFIGURED: MFA is possible when the pool has methods that the user can set up; and the "
        'developer guide, in "Details of MFA logic", lets MFA that adaptive authentication assigns end in '
        "`MFA_SETUP`. The same botocore text on MFA_REQUIRED, and the guide's table of actions: who has no factor "
        "configured is blocked, or with MFA_IF_CONFIGURED let in",
        "Never asks for a set-up: the table of actions speaks of just this case",
    ),
    Question(
        "A user without a factor and a risk that requires MFA, in a pool whose MFA is off or required",
        'botocore: block who has not set up MFA. The developer guide, "Details of MFA logic": where MFA is off the '
        "password suffices, where it is required a factor is set up; and adaptive authentication needs optional MFA",
        "Off: blocks, as no challenge is possible. Required: what the pool requires, `MFA_SETUP` included",
    ),
    Question(
        "The text for a wrong secret hash",
        "`Unable to verify secret hash [...]` (NabuCasa/pycognito#13), and `SecretHash does not match [...]` for "
        "SignUp and a refresh (public code)",
        "The second for those two, the first elsewhere",
    ),
    Question(
        "The text when MFA is turned on without a factor's block",
        "Until 2024: `Invalid MFA configuration given, can't disable all MFAs [...]` (aws/aws-sdk-js#4186, "
        "anomalyco/sst#5177); in 2026: `Invalid MFA Configuration given. SMS MFA, [...] must be enabled.` "
        "(go-to-k/cdkd#1920, floci-io/floci#2831)",
        "The later text: it is what AWS answers now",
    ),
    Question(
        "May a pool live with MFA ON, and no factor that it is known to offer?",
        "CreateUserPool and SetUserPoolMfaConfig refuse to make one (the words above). But the UserPoolType that "
        "DescribeUserPool prints has no members for authenticator apps, e-mail or passkeys as factors (botocore), so "
        "a pool that offers one of these alone looks like that",
        "In a scenario, one that DescribeUserPool did not print must have a factor; one that it did print lives "
        "already, and always loads",
    ),
    Question(
        "Does UpdateUserPool reset what it leaves out?",
        "botocore: yes, every member. Measured member by member (go-to-k/cdkd#1982, #2675, #4066): some are reset, and "
        "others stay, among them `MfaConfiguration`, `Policies`, `SmsConfiguration` and `UserPoolTier`",
        "As measured; what nobody measured is reset where it has a default",
    ),
    Question(
        "Does UpdateUserPool turn MFA ON?",
        "Its refusal says never (aws-cloudformation/cloudformation-coverage-roadmap#1176). Measured: where a factor is "
        "enabled it does (go-to-k/cdkd#1925)",
        "Does so where the pool offers a factor, SMS and one's own SES included",
    ),
    Question(
        "May recovery use the phone beside e-mail where SMS is a factor?",
        "botocore advises to configure both; one pool with both, and phone numbers alone verified, was refused "
        "(aws/aws-cdk#11478)",
        "Refuses the phone only where it is the sole way, against that order: pools with both are common",
    ),
    Question(
        "What GetUserPoolMfaConfig shows of passkeys that count as one factor",
        "AWS's samples have no `FactorConfiguration`; measured, it is shown as `SINGLE_FACTOR` where it was not set "
        "(go-to-k/cdkd#2064)",
        "Shows it: observed beats documented",
    ),
    Question(
        "Must ExplicitAuthFlows have ALLOW_REFRESH_TOKEN_AUTH?",
        "In 2020 a client without it was refused: `REFRESH_TOKEN_AUTH should always be allowed.` (aws/aws-cdk#7625). "
        "botocore says nothing of it, and a client that rotates must be without it",
        "No: refresh token rotation came later than the report",
    ),
    Question(
        "What a wrong password tells of a disabled user, where the client hides users",
        "An older edition of the developer guide (managing error responses): what it tells of anybody. The present one "
        "does not speak of it, and `User is disabled.` was seen with passwords of which nothing is said "
        "(aws-amplify/amplify-js#5503)",
        "The text for a wrong password, in the flows that send one; SRP, and clients that hide nobody, say that the "
        "user is disabled",
    ),
    Question(
        "What is told of a user who has to reset the password, where the client hides users",
        "The developer guide (managing error responses): of imported users, what is told of a wrong password",
        "Refuses with `PasswordResetRequiredException`: users are not imported here, and of those whose password an "
        "administrator reset nobody says it",
    ),
    Question(
        "How usernames, addresses and preferred usernames are told where their case does not count",
        "re:Post: an address is stored as it was entered. The developer guide (user pool case sensitivity): in the "
        "output they are in lower case",
        "In lower case, in tokens too; messages go to the address in lower case",
    ),
    Question(
        "May a refresh token of `ADMIN_NO_SRP_AUTH` be renewed by a client that rotates them?",
        "One open report of `Invalid Refresh Token.` (aws/aws-sdk-js-v3#7162); the documentation makes no exception",
        "It may: one report against the documentation, and nobody found the cause",
    ),
    Question(
        "The status of a request that AWS WAF blocks",
        "The API reference: 400. Two independent clients expect 403",
        "403, against that order: two independent clients are built on it",
    ),
    Question(
        "The statuses of the errors of `SetUserMFAPreference`",
        "The published OpenAPI page of the API: 480 to 487, one per error. The API reference: 400, and 500 for an "
        "internal error; so are raw captures of other operations (aws/aws-sdk-cpp#1789)",
        "400 and 500; those of the page for a scenario that says `error_statuses: documented`",
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
        "The preference call, and calls by access token, of a user who is not confirmed or must reset the password",
        "",
        "Refuses them with the error that the operation lists for each; AssociateSoftwareToken lists none, and serves "
        "them",
    ),
    Question(
        "The administrator's preference call for a user who is disabled", "", "Accepts it: the operation lists no error"
    ),
    Question(
        "Code and text where passkey MFA is turned on in a pool that does not have it as a second factor",
        "",
        "Refuses with `InvalidParameterException`, in words of its own",
    ),
    Question(
        "Code and text where e-mail or passkey MFA is turned on in a pool of the Lite tier",
        "",
        "Refuses with `InvalidParameterException`, in words of its own",
    ),
    Question(
        "May the last other factor be turned off while passkey MFA stays on?",
        "",
        "Refuses it, in the words for passkey MFA alone: botocore says that another method must stay, to prevent "
        "lock-out",
    ),
    Question("Which passkeys are applicable for passkey MFA", "", "Any that the user registered"),
    Question(
        "What SMS by `SetUserSettings` does at sign-in",
        "",
        "SMS is on, as if a preference call had turned it on without preferring it",
    ),
    Question(
        "The text where `SetUserSettings` is given another option than SMS to the phone number",
        "",
        "Refuses with `InvalidParameterException`, in words of its own",
    ),
    Question(
        "`ConfiguredUserAuthFactors` of a federated user", "", "Without PASSWORD; left out where nothing else is there"
    ),
    Question(
        "The text of AdminDeleteSoftwareToken where there is none, and whether one that waits for its first code is",
        "",
        "Refuses with `ResourceNotFoundException`, in words of its own; one that waits is none, and goes on waiting",
    ),
    Question(
        "What is answered to the access token of a disabled user",
        "",
        "Refuses it as a revoked one: botocore says that AdminDisableUser revokes them",
    ),
    Question(
        "What is answered to an access token whose client or pool was deleted",
        "",
        "Refuses with `ResourceNotFoundException`, as if the client or pool had been named",
    ),
    Question(
        "How many are the few seconds in which a password has to be proven by SRP",
        "",
        "As many as any other challenge waits: `AuthSessionValidity`",
    ),
    Question("The text of a lockout by wrong MFA codes", "", "Refuses with the text of a lockout by wrong passwords"),
    Question("The parameters of `DEVICE_SRP_AUTH`", "", "`DEVICE_KEY` and `USERNAME`, as other emulators have them"),
    Question("Whose a `DeviceGroupKey` is: the device's, the user's or the pool's", "", "The pool's"),
    Question(
        "Sign-in with a device that is not remembered: is it the tokens' device, or is a new one handed out?",
        "",
        "It is the tokens' device: the developer guide has new ones for who names none",
    ),
    Question(
        "A device that was confirmed without a verifier",
        "",
        "Registers it; it counts as one that is not remembered, as it cannot prove itself",
    ),
    Question(
        "Do wrong proofs of a device lock out, and after which count?",
        "",
        "As wrong MFA codes do, in one count with them",
    ),
    Question(
        "The answer to DEVICE_SRP_AUTH without a session when no sign-in waits for it",
        "",
        "Refuses with `Missing required parameter Session`",
    ),
    Question(
        "The answer for one device of a user's with the key of another",
        "",
        "Refuses with `Invalid session for the user.`",
    ),
    Question(
        "What is in `last_ip_used` of a sign-in that tells no IpAddress", "", "`127.0.0.1`, where calls come from"
    ),
    Question(
        "`dev:device_sdk`", "", "`aws-sdk-unknown-unknown`, as in an example of AWS's: no user agent is looked at"
    ),
    Question(
        "How many devices a page has without a Limit, and with 0",
        "",
        "60, the most that may be asked for, in both cases",
    ),
    Question("The text for a pagination token that AWS did not give", "", "Refuses in words of its own"),
    Question(
        "AdminGetDevice and AdminListDevices of a user who does not exist",
        "",
        "Refuses with `ResourceNotFoundException`: they document no other code that fits",
    ),
    Question("UpdateDeviceStatus without a status", "", "Changes nothing"),
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
        "What is said of a value of a wrong JSON type",
        "For a list: `Unexpected field type` (Cognito, floci-io/floci#2869), `Expected list or null` (Athena, whose "
        "parser is the same; public code). For a structure only Athena's `Expected null` is known",
        "`Unexpected field type` for both: of Cognito's own words these are the latest",
    ),
    Question(
        "Under which name the framework's words for an unreadable request stand",
        "`message`, as in all other errors (AWS's reference pages). `Message` (aws-amplify/amplify-js#4738, "
        "floci-io/floci#2869)",
        "`Message` for `SerializationException`, `message` for all others",
    ),
    Question(
        "A text where AWS's model has a boolean",
        "The model: an error. The live service took `yes` (floci-io/floci#2869)",
        "Takes it, and reads it as Java does: `true` is true, whatever else is false",
    ),
    Question(
        "The answers to an unknown or a missing operation, and to an unsigned call",
        "",
        "The codes of AWS's other JSON services; a message only where one was seen there",
    ),
    Question(
        "The factors' blocks of a pool whose MFA UpdateUserPool turns off",
        "",
        "Keeps them: UpdateUserPool has no member for them",
    ),
    Question(
        "When a change of tier is refused with `TierChangeNotAllowedException`",
        "",
        "Never: what has been seen is `FeatureUnavailableInTierException`, with the features that are in the way",
    ),
    Question(
        "The text when an SMS block comes without an SMS configuration",
        "",
        "Refuses with `InvalidParameterException`, in words of its own",
    ),
    Question(
        "May UpdateUserPool take away the sender or the recovery that e-mail as a factor needs?",
        "",
        "Refuses it with the texts of SetUserPoolMfaConfig",
    ),
    Question(
        "What UpdateUserPoolClient makes of EnableTokenRevocation when it is left out",
        "",
        "Turns it on, which is the default of a new client",
    ),
    Question("Which codes beside the latest of its kind are still good", "", "None"),
    Question("Does a wrong code end the right one?", "", "No: only the hourly quota stops guessing"),
    Question(
        "What is looked at first when a password is recovered",
        "",
        "The user's state, then the code, then the password policy; a weak password leaves the code good",
    ),
    Question(
        "Which text says that only administrators may reset passwords",
        "",
        "The one for users without a verified address",
    ),
    Question(
        "Does SMS or e-mail that MFA uses without the user's choice, where MFA is required, recover a password?",
        "",
        "Yes: only a factor that the user has on forbids it",
    ),
    Question(
        "Do tokens survive a recovered or changed password?",
        "",
        "Yes: AWS documents no operation on passwords to revoke",
    ),
    Question(
        "Do wrong previous passwords of ChangePassword lock out of sign-in?",
        "",
        "No: they use up the quota of that operation",
    ),
    Question(
        "How AWS measures a rate of requests per second",
        "",
        "As a bucket that holds a second's worth and fills evenly; a throttled call takes nothing from it",
    ),
    Question(
        "Does a request count towards a rate that the framework refuses as malformed?",
        "",
        "Yes, and it is throttled before it is refused",
    ),
    Question(
        "How fast may operations be called that the guide's list of categories leaves out, such as GetUserAuthFactors?",
        "",
        "As fast as you like",
    ),
    Question(
        "Which operations read and which write a user, of whom each has 10 requests per second of either kind?",
        "The developer guide has only examples: GetUser, GetDevice, InitiateAuth and RespondToAuthChallenge read, "
        "UpdateUserAttributes and SetUserSettings write",
        "All of the examples' categories; those of UserAccountRecovery write",
    ),
    Question(
        "What an administrator's `email_verified` does to an address that is held back",
        "",
        "Nothing: it is said of the address in force, unless the request names a new one",
    ),
    Question("The answer of UpdateUserAttributes when no code was sent", "", "An empty `CodeDeliveryDetailsList`"),
    Question("The text when a required attribute is deleted", "", "That of a sign-up without it, in an update's form"),
    Question(
        "When a blocked IP address and when a block for its risk is told",
        "",
        "The address before user and password are looked at, as the API reference once spoke of pre-authentication "
        "requests; the risk after the right password, so that a wrong one is told to be wrong",
    ),
    Question(
        "Does a trusted device stand for the factor that a risk asks for?",
        "",
        "It does, as for any second factor; but where a risk requires MFA, a user without a factor is blocked",
    ),
    Question("An IP address in both lists of RiskExceptionConfiguration", "", "Blocked"),
    Question("A level of risk for which a configuration that was set has no action", "", "Let through"),
    Question(
        "What DescribeRiskConfiguration answers for a pool or client for which nothing was set",
        "",
        "UserPoolId and ClientId as they were asked for, and nothing else; what a client inherits is not shown",
    ),
    Question(
        "What InitiateAuth does with an IpAddress from a client that does not propagate user context data",
        "",
        "Takes no notice of it: botocore says only that it cannot be sent",
    ),
    Question(
        "Which invalid combinations SetRiskConfiguration refuses",
        "",
        "Ranges that are not in CIDR notation, in words of its own. A milder action for a higher level is accepted, as "
        "the developer guide forbids it for the console only; so is Notify without NotifyConfiguration, and a pool of "
        "any tier, as no error of the operation's list speaks of tiers",
    ),
    Question("The code and text for a source address that is none", "", "`InvalidParameterException`, own words"),
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
        "The answer to a Content-Type that is not Cognito's",
        "",
        "Raises an error of its own: Athena answers `application/json` in another form, and others with 404 (public "
        "code)",
    ),
    Question(
        "The place of the Access-Control headers among the others of an error",
        "",
        "Last; a preflight's stand behind the request id (AllanZhengYP/cors-test)",
    ),
    Question(
        "When an `InvalidParameterException` has a `reasonCode`",
        "",
        "Never: the model has it, and nobody has shown one",
    ),
    Question(
        "The text when an attribute that comes with the answer to a challenge is longer than 2,048 characters",
        "",
        "Refuses it as one that does not conform to the schema, in words of its own",
    ),
    Question(
        "How long `x-amzn-ErrorMessage` gets when a message repeats a long text that was sent",
        "",
        "8,000 characters, which every client reads; the body has it whole",
    ),
    Question(
        "Which values of a recording are secret, beside those that botocore's model marks as sensitive",
        "The model marks no `ChallengeParameters` (`SECRET_BLOCK`, `SRP_B`, `CODE_DELIVERY_DESTINATION`), no "
        "`ClientMetadata`, device keys, pool ids, page tokens and addresses of networks (botocore "
        "ChallengeParametersType, ClientMetadataType, DeviceKeyType, UserPoolIdType)",
        "All of these get stand-ins too, and whatever looks like one anywhere else; names of attributes, groups and "
        "roles, times, and what says how a sign-in goes on are kept",
    ),
    Question(
        "How much of a masked destination gives its owner away",
        "AWS shows an address's first letters and a number's last four digits (developer guide, CodeDeliveryDetails)",
        "Keeps the mask, and draws what it shows anew: the mask of a stand-in is the stand-in of the mask",
    ),
    Question(
        "Which values of an old cassette are made up",
        "AWS's documentation marks them by `EXAMPLE` and uses the accounts 123456789012 and 111122223333 (IAM user "
        "guide) and the app client 1example23456789 (Cognito's API reference)",
        "Takes these for made up, and addresses at example.com (RFC 2606), when a file is scrubbed or checked; never "
        "while traffic is recorded",
    ),
    Question("The texts of the refusals that have no message above", "", "Answers their codes without a message"),
)
"""What we chose where sources disagree, and do where there are none."""
