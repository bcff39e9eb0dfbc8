"""A server of `kb` and the system's chromium, for the tests that act as a person would."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
OURS = re.compile(r"(https?|ws)://127\.0\.0\.1[:/]|data:|blob:")
START = 90_000  # milliseconds that a server and a kernel may take on a slow machine
expect.set_options(timeout=30_000)  # and whatever else is waited for


@contextmanager
def served(folder: Path, *command: str, **environment: str) -> Iterator[str]:
    """The address that a command of `kb` says, while it runs; `folder` keeps its log."""
    own = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "JUPYTER_CONFIG_DIR": str(folder)}
    own |= {"JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"), "KB_HOME": str(folder)}
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "kb", *command, "--no-browser"],
            stdout=out, stderr=subprocess.STDOUT, cwd=ROOT, env={**os.environ, **own, **environment},
        )  # fmt: skip
    try:
        yield address(process, log)
    finally:
        process.terminate()
        process.wait(30)


def address(process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(600):
        if found := re.search(r" at (http://\S+)\nCtrl", log.read_text("utf-8")):
            return found[1]
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"no address is said: {log.read_text('utf-8')}")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )  # root of a container has no sandbox
        yield browser
        browser.close()


def opened(
    browser: Browser, url: str, width: int = 1280, locale: str = "en-GB"
) -> tuple[Page, list[str]]:
    """A page of its own, as soon as its server answers, and the addresses that it asks."""
    context = browser.new_context(viewport={"width": width, "height": 1000}, locale=locale)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for _ in range(100):
        try:
            page.goto(url, timeout=START)
            break
        except Exception:  # nobody listens yet
            time.sleep(0.2)
    return page, asked


def search(page: Page, text: str, first: str) -> None:
    """Type into the search field, and wait until the first result has a text."""
    page.get_by_role("searchbox", name="Search").fill(text)
    expect(results(page).first).to_contain_text(first, ignore_case=True)


def results(page: Page) -> Locator:
    return page.get_by_role("article")


def tab_to(page: Page, role: str, name: str, most: int = 80) -> None:
    """Press Tab until an element with this role and name has the focus."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to the {role} {name!r}")


def violations(page: Page, part: str | None = None) -> list[tuple[str, str]]:
    """What axe-core finds wrong in a part of a page, or in all of it."""
    found = Axe().run(page, context=part).response["violations"]
    return [(one["id"], node["html"][:200]) for one in found for node in one["nodes"]]
