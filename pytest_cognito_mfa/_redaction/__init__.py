"""Secrets out of recordings: each secret value is replaced by a placeholder of the same form, the same in every place.

    redactor = Redactor(redaction_key())
    redactor.reserve(body_sent, body_answered)  # of all calls, before the first is redacted
    headers, body = redactor.request("InitiateAuth", headers, body)
    headers, body = redactor.response("InitiateAuth", headers, body)
    url = redactor.text(url)

A secret may occur before the member that identifies it, for example a user's name in an error before the call that
names the user.  So redact everything once more at the end; then call `leaks`, and write the file only if it is empty.
"""
