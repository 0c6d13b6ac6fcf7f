"""A Blender that answers requests, one line of JSON each, and can be given up when it hangs."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from typing import Any

__all__ = ["BlenderProcess"]


class BlenderProcess:
    """One Blender process that runs a script beside this file, and the thread that reads its answers."""

    def __init__(self, python: Path, script_name: str) -> None:
        script = Path(__file__).with_name(script_name)
        self._process = subprocess.Popen(
            [str(python), str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.made = 0

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("@@"):
                self._answers.put(line[2:])
        self._answers.put('{"ok": false, "error": "the process ended"}')

    def wait(self, limit_s: float) -> dict[str, Any]:
        """Next answer; an error answer after `limit_s`."""
        try:
            answer: dict[str, Any] = json.loads(self._answers.get(timeout=limit_s))
        except queue.Empty:
            return {"ok": False, "error": f"no answer in {limit_s:.0f} s", "stuck": True}
        return answer

    def ask(self, request: dict[str, Any], limit_s: float) -> dict[str, Any]:
        """One object."""
        assert self._process.stdin is not None
        self.made += 1
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError:
            return {"ok": False, "error": "the process ended"}
        return self.wait(limit_s)

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def end(self) -> None:
        """Stop the process."""
        self._process.kill()
        self._process.wait()
