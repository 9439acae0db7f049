"""A stand-in for TikTok that writes down what it takes. It listens on loopback, and ends with the value."""

import collections
import http.server
import json
import threading

#: Longer than the time-out of clients that are to meet one.
SLOW = 1.5

#: The longest that an answer is held back, whoever forgets to let it go.
HELD = 60

ACCEPTED, MAINTAINED, BUSY, SLOWER, REFUSED = 0, 60001, 50002, 40100, 40002


class Copy:
    """An event as it came in a request."""

    def __init__(self, request, event):
        self.request, self.event, self.was_answered = request, event, False


class Service:
    """Takes events, and keeps a copy for each time that one came. `moods` are ways to answer, each as often as it is named."""

    def __init__(self, chance, moods):
        self.taken = collections.defaultdict(list)
        self.requests = 0
        self.is_down = False
        self.is_held, self.let_go, self.held = threading.Event(), threading.Event(), []
        self._is_to_hold = False
        self._chance, self._moods, self._lock = chance, moods, threading.Lock()
        self._server = Server(("127.0.0.1", 0), handler(self))
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.calm()
        self._server.shutdown()
        self._server.server_close()

    def hold(self):
        """Holds back its answer to the next request, which sets `is_held`, until `let_go` is set. `held` are the names in it."""
        self.is_held.clear()
        self.let_go.clear()
        self._is_to_hold = True

    def delivered(self):
        with self._lock:
            return set(self.taken)

    def calm(self):
        """From now on it answers, and takes whatever is good."""
        with self._lock:
            self._moods, self.is_down, self._is_to_hold = ["fine"], False, False
        self.let_go.set()

    def mood(self):
        """The number of a request, and how it is answered."""
        with self._lock:
            self.requests += 1
            mood = "down" if self.is_down else "held" if self._is_to_hold else self._chance.choice(self._moods)
            self._is_to_hold &= mood != "held"
            return self.requests, mood

    def take(self, request, events):
        """Gives the copies, for whoever goes on to answer."""
        copies = [Copy(request, event) for event in events]
        with self._lock:
            for copy in copies:
                self.taken[copy.event["event_id"]].append(copy)
        return copies


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        """A client that went away in the middle is part of what is tried."""


def handler(service):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = HELD

        def do_POST(self):
            events = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["data"]
            request, mood = service.mood()
            getattr(self, mood)(request, events)

        def fine(self, request, events):
            if any(event["event_id"].endswith("-bad") for event in events):
                return self.answer(REFUSED)
            copies = service.take(request, events)
            self.answer(ACCEPTED)
            for copy in copies:
                copy.was_answered = True

        def silent(self, request, events):
            """It takes them, and the line breaks."""
            service.take(request, good(events))
            self.close_connection = True

        def held(self, request, events):
            """It takes them, and answers when it is let go."""
            service.take(request, good(events))
            service.held = [event["event_id"] for event in good(events)]
            service.is_held.set()
            service.let_go.wait(HELD)
            self.answer(REFUSED if len(good(events)) < len(events) else ACCEPTED)

        def slow(self, request, events):
            """It takes them, and answers when nobody listens any more."""
            service.take(request, good(events))
            threading.Event().wait(SLOW)
            self.close_connection = True

        def maintained(self, request, events):
            """It has taken nothing, whoever is asked."""
            self.answer(MAINTAINED)

        def busy(self, request, events):
            """It has taken nothing, and nobody knows: fewer events are sent from then on."""
            self.answer(BUSY)

        def down(self, request, events):
            self.answer(SLOWER)

        def answer(self, code):
            body = json.dumps({"code": code, "message": "m", "request_id": "r", "data": {}}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler


def good(events):
    return [event for event in events if not event["event_id"].endswith("-bad")]
