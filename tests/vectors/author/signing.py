"""The words in which cases of signatures are written, with Python's own `hmac`: a body, a secret, and the header that signs it."""

import base64
import hmac

BODY = '{"id":5471234567890,"note":"Grüße \\ud83d\\ude00"}\n'


def signed(secret, body, name="sha256"):
    return base64.b64encode(hmac.digest(secret.encode(), body.encode(), name)).decode()


def case(id, flag, valid, secret, body, header):
    return {"id": id, "flags": [flag], "input": {"secret": secret, "body": body, "header": header}, "valid": valid}
