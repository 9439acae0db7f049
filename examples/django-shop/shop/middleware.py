"""Gives each request its visitor and a nonce for scripts, and keeps the click id that an ad brought."""

import secrets

from .conversions import visitor


def conversions(get_response):
    """Django's middleware of that name."""

    def middleware(request):
        request.visitor = visitor(request)
        request.csp_nonce = secrets.token_urlsafe(16)
        response = get_response(request)
        policy = f"script-src 'nonce-{request.csp_nonce}' 'strict-dynamic'; object-src 'none'; base-uri 'none'"
        response["Content-Security-Policy"] = policy
        for cookie in request.visitor.get("cookies", []):
            kept = {"max_age": cookie["max_age"], "secure": cookie["secure"], "samesite": "Lax"}
            response.set_cookie(cookie["name"], cookie["value"], **kept)
        return response

    return middleware
