"""Receives webhooks of Carillon and tells the genuine ones from others. Python 3.9 or later, nothing else."""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_SECONDS = 300


def is_from_carillon(secret, headers, body, now=None):
    """`headers` by name in any case; `body` the bytes as they came."""
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    signatures = headers.get("webhook-signature", "")
    now = time.time() if now is None else now
    # An old one may have been recorded by somebody, and sent again.
    if not timestamp.isascii() or not timestamp.isdigit() or abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    key = base64.b64decode(secret[len("whsec_") :])
    digest = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(digest)
    # While two secrets are good there are two signatures.
    return any(hmac.compare_digest(expected, given.encode()) for given in signatures.split(" "))


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if is_from_carillon(SECRET, self.headers, body):
            told = json.loads(body)
            code = told["result"].get("code", "none")
            print(f"{self.headers['webhook-id']}: {told['event']} of {told['job']['name']}, code {code}", flush=True)
            self.answer(204)
        else:
            print("refused", flush=True)
            self.answer(401)

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        """What is received is printed above."""


SECRET = os.environ.get("WEBHOOK_SECRET", "")

if __name__ == "__main__":
    if not SECRET.startswith("whsec_"):
        sys.exit("Set WEBHOOK_SECRET to the secret that creating the webhook answered: whsec_…")
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "9001"))), Receiver)
    print(f"Listening on http://127.0.0.1:{server.server_address[1]}/", flush=True)
    server.serve_forever()
