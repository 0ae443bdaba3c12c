"""The review page: the queue, past decisions, the coverage report and the list's diff in a browser.

Knows the other modules of `candidates`, never the other way round. starlette, jinja2 and uvicorn are imported only here.
"""
