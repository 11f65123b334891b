"""A headless Chromium, spoken to over a pair of pipes (``--remote-debugging-pipe``): no port, no other package.

Messages are JSON, each ended by a zero byte; the browser reads from its descriptor 3 and writes to 4.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_PATIENCE = 60  # seconds without a word from the browser
_HIGH = 10  # descriptors from here on do not stand in the way of 3 and 4
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--remote-debugging-pipe",
)


class Browser:
    """A browser with one tab, which tells what its console said.

    Args:
        folder: For its profile; empty.
    """

    def __init__(self, folder: Path) -> None:
        assert PROGRAM
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, _HIGH) for end in (theirs_in, theirs_out)]
        silent = os.open(os.devnull, os.O_RDWR)
        actions = [(os.POSIX_SPAWN_DUP2, silent, at) for at in (0, 1, 2)]
        actions += [(os.POSIX_SPAWN_DUP2, end, at) for end, at in zip(ends, (3, 4), strict=True)]
        command = [PROGRAM, *_FLAGS, f"--user-data-dir={folder}", "about:blank"]
        self._pid = os.posix_spawn(PROGRAM, command, os.environ, file_actions=actions)
        for end in (theirs_in, theirs_out, silent, *ends):
            os.close(end)
        self._buffer = b""
        self._last = 0
        self._session = ""
        self.said: list[str] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def close(self) -> None:
        """End the browser."""
        self._session = ""
        self.ask("Browser.close")
        os.close(self._out)
        os.close(self._in)
        os.waitpid(self._pid, 0)

    def ask(self, method: str, **arguments: Any) -> Any:
        """Send a command and return its result."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": arguments}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._last:
            pass
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def show(self, page: Path, width: int, scheme: str) -> None:
        """Open a page in a window of so many pixels and a colour scheme, and wait until it is there."""
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=844, deviceScaleFactor=1, mobile=False
        )
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.said.clear()
        self.ask("Page.navigate", url=page.as_uri())
        while self.tell("document.readyState") != "complete":
            pass

    def tell(self, expression: str) -> Any:
        """Return the value of an expression in the page; a promise is awaited."""
        answer = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """Press a key and let it go."""
        for kind in ("rawKeyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def _next(self) -> dict[str, Any]:
        """Return the browser's next message, after taking down what its console says."""
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._in], [], [], _PATIENCE)
            assert ready, "the browser says nothing"
            read = os.read(self._in, 1 << 16)
            assert read, "the browser is gone"
            self._buffer += read
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        if message.get("method") in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
            self.said.append(json.dumps(message["params"]))
        return message
