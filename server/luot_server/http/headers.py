"""What every answer of the API tells browsers and caches about itself."""

from flask import Flask, Response, request


def install(app: Flask, prefix: str) -> None:
    """An API answer is for whoever asked (it may hold a token), is exactly its type, and is never a page."""

    @app.after_request
    def marked(response: Response) -> Response:
        if request.path.startswith(prefix):
            response.headers["X-Content-Type-Options"] = "nosniff"
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        return response
