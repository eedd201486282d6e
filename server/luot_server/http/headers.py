"""What every answer tells browsers and caches about itself."""

from flask import Flask, Response, request


def install(app: Flask, prefix: str) -> None:
    """Every answer is exactly its type; one of the API is for whoever asked (it may hold a token) and never a page."""

    @app.after_request
    def marked(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if request.path.startswith(prefix):
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        return response
