"""From a key pressed to its result on the screen, in chromium, by Voilà: prints the percentiles."""

import tempfile
from pathlib import Path
from statistics import quantiles

from browsing import START, chromium, opened, served

QUERIES = (
    "free entry for schools", "skolēnu transports", "maker festival", "brīvprātīgie",
    "funding of the centre", "zinatnes centrs", "teachers training", "pandemic closure",
)  # fmt: skip
WATCH = """() => {
  window.times = [];
  const box = document.querySelector('input[type=search]');
  let pressed = 0;
  box.addEventListener('input', () => { pressed ||= performance.now(); }, true);
  new MutationObserver(() => requestAnimationFrame(() => {
    if (pressed) window.times.push(performance.now() - pressed);
    pressed = 0;
  })).observe(document.querySelector('.kb-explorer'), { attributeFilter: ['data-answered'] });
}"""


def measure(pause: int) -> list[float]:
    """Milliseconds from each key until its answer was drawn."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), "explore", "--port", "8981") as address,
        chromium() as browser,
    ):
        page, _ = opened(browser, address)
        box = page.get_by_role("searchbox")
        box.wait_for(timeout=START)
        page.evaluate(WATCH)
        for query in QUERIES:
            box.fill("")
            page.wait_for_timeout(300)
            box.press_sequentially(query, delay=pause)
        page.wait_for_timeout(500)
        return page.evaluate("window.times")


def main() -> None:
    for pause in (150, 60):
        times = quantiles(measure(pause), n=20)
        print(f"a key every {pause} ms: median {times[9]:.0f} ms, p95 {times[18]:.0f} ms")


if __name__ == "__main__":
    main()
