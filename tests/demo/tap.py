"""Stands between the senders and the sandbox, and keeps what goes over the wire."""

import http.client
import http.server
import threading


class Tap:
    """A server whose requests go on to the sandbox, byte for byte."""

    def __init__(self, sandbox):
        self.bodies = []
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler(sandbox, self.bodies))
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self):
        """The body that was sent since the last look; nothing when none was."""
        taken, self.bodies[:] = self.bodies[:], []
        if len(taken) > 1:
            raise SystemExit(f"{len(taken)} requests in place of one")
        return taken[0] if taken else None

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def handler(sandbox, bodies):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            bodies.append(body)
            connection = http.client.HTTPConnection(sandbox, timeout=10)
            connection.request("POST", self.path, body, dict(self.headers))
            answer = connection.getresponse()
            told = answer.read()
            connection.close()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_):
            pass

    return Handler
