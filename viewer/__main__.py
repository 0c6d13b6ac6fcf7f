"""`python -m viewer DIR`: the merchant's app in this process, on this machine only."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from viewer.bundle import BundleError

__all__ = ["main"]


def main() -> int:
    """Serve the app until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m viewer", description=__doc__)
    parser.add_argument("folder", type=Path, help="where projects are kept")
    parser.add_argument("--port", type=int, default=8501)
    arguments = parser.parse_args()
    import uvicorn

    from viewer.server import make_app

    try:
        app = make_app(arguments.folder)
    except BundleError as error:
        print(f"showroom: {error}", file=sys.stderr)
        return 2
    print(f"Open http://localhost:{arguments.port}", flush=True)
    uvicorn.run(app, host="127.0.0.1", port=arguments.port, log_level="warning")
    return 0


if __name__ == "__main__":
    sys.exit(main())
