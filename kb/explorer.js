// The explorer in the browser: shows the parts that the kernel makes, and tells it what is asked.
// The kernel is asked once at a time; what is typed meanwhile is asked together, the last wins
// (ipywidgets holds back the changes of a model until the kernel is free).
const SHELL = `
  <div class="head" data-part="head"></div>
  <div class="search" role="search">
    <label><span data-word="search"></span>
      <input type="search" autocomplete="off" spellcheck="false" data-key="search"></label>
    <p class="hint" data-word="hint"></p>
    <div class="row"><p role="status" data-part="status"></p>
      <button type="button" data-then="pins"><span data-word="pins"></span> <span class="pinned"></span></button></div>
  </div>
  <div class="body">
    <details class="filters"><summary data-word="filters" data-key="filters"></summary><div data-part="facets"></div></details>
    <section data-label="results" data-part="results"></section>
    <section data-label="reading" data-part="reading"></section>
  </div>
  <section data-label="pins" data-part="pins"></section>
  <p role="status" class="said"></p>`;
const PARTS = ["head", "status", "facets", "results", "reading", "pins"];
const SETTLED = 2000; // milliseconds after which a query is no longer being typed
const LANGUAGE = "kb-language"; // where the browser keeps the language that was chosen last
const PATIENCE = 10000; // milliseconds after which the kernel has probably ended
const WIDE = 700; // pixels from which on the filters have room beside the results

// What is asked, as the part of the page's address behind #: for Back, reload, bookmarks and links.
const LISTS = ["chosen", "pins"];
const addressed = (asked) => {
  const parts = ["query", "open", ...LISTS].map((name) => [name, [asked[name] ?? ""].flat().join(",")]);
  const query = new URLSearchParams(parts.filter(([, value]) => value));
  return `${location.pathname}${location.search}${query.size ? `#${query}` : ""}`;
};
const asAddressed = () => {
  const given = new URLSearchParams(location.hash.slice(1));
  const lists = LISTS.map((name) => [name, (given.get(name) ?? "").split(",").filter(Boolean)]);
  return { query: given.get("query") ?? "", open: given.get("open") ?? "", ...Object.fromEntries(lists) };
};

function render({ model, el }) {
  let next = null; // the key of what is focused once the answer is there
  el.classList.add("kb-explorer");
  el.addEventListener("keydown", (event) => { // single keys here are no commands of JupyterLab
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
  el.innerHTML = SHELL;
  const find = (key) => el.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const box = find("search");

  let waiting;
  const say = (word) => (el.querySelector(".said").textContent = word ? model.get("words")[word] : "");
  const alone = !document.querySelector("#jp-main-dock-panel"); // JupyterLab's address is its own
  const ask = (change) => {
    model.set("asked", { ...model.get("asked"), ...change, at: Date.now() }); // no two are the same, so each is answered
    model.save_changes();
    clearTimeout(waiting);
    waiting = setTimeout(() => say("stopped"), PATIENCE);
  };
  const keep = (how) => { if (alone) history[how](null, "", addressed(model.get("asked"))); };
  const toggled = (list, value) =>
    list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
  const focus = (key) => (find(key) ?? find("reading") ?? box).focus();

  const shown = {}; // the HTML of each part, so that only what is new is touched
  const fill = (name) => {
    if (shown[name] === model.get(name)) return;
    const part = el.querySelector(`[data-part=${name}]`);
    const key = part.contains(document.activeElement) && document.activeElement.dataset.key;
    part.innerHTML = shown[name] = model.get(name);
    part.querySelectorAll('a[href^="http"]').forEach((link) => Object.assign(link, { target: "_blank", rel: "noopener" }));
    if (name === "reading") Object.assign(part.querySelector("h2"), { tabIndex: -1 }).dataset.key = "reading";
    if (key && !next) (find(key) ?? box).focus(); // what had the focus may be gone
  };
  const name = () => {
    const words = model.get("words");
    el.lang = words.lang;
    el.querySelectorAll("[data-word]").forEach((one) => (one.textContent = words[one.dataset.word]));
    el.querySelectorAll("[data-label]").forEach((one) => (one.ariaLabel = words[one.dataset.label]));
  };
  const copy = async () => {
    const field = el.querySelector("textarea");
    field.select();
    const done = await navigator.clipboard.writeText(field.value).then(() => true, () => false);
    say(done ? "copied" : "uncopied");
  };

  let settling;
  box.addEventListener("input", () => {
    ask({ query: box.value, pages: 1 });
    keep("replaceState");
    clearTimeout(settling);
    settling = setTimeout(() => ask({ settled: box.value }), SETTLED); // kept where nothing answers it
  });
  box.addEventListener("keydown", (event) => { // past the filters, to the first result
    if (event.key === "Enter") el.querySelector('[data-key^="open:"]')?.focus();
  });
  el.addEventListener("click", (event) => {
    const { ask: change, toggle, value, then, copy: copies } = event.target.closest("[data-ask],[data-toggle],[data-then],[data-copy]")?.dataset ?? {};
    if (copies !== undefined) return copy();
    if (then && !change && !toggle) return focus(then);
    next = then ?? null; // whatever was clicked last wins
    const asked = model.get("asked");
    if (toggle) ask({ [toggle]: toggled(asked[toggle], value), pages: 1 });
    if (toggle) keep("pushState");
    if (!change) return;
    const wanted = JSON.parse(change);
    ask(wanted);
    keep("pushState");
    if ("query" in wanted) box.value = wanted.query;
    if (wanted.language) localStorage.setItem(LANGUAGE, wanted.language);
  });
  // Between press and release the page stands still: of an element that is replaced, no click comes.
  let pressed = false;
  const press = (event) => (pressed = Boolean(event.target.closest("button, a, label, summary")));
  const release = () => { // the click comes first
    if (pressed) setTimeout(() => { pressed = false; show(); });
  };
  const space = (then) => (event) => { if (event.key === " ") then(event); };
  el.addEventListener("pointerdown", press);
  el.addEventListener("keydown", space(press));
  const ends = new AbortController(), { signal } = ends;
  for (const name of ["pointerup", "pointercancel", "dragend"]) document.addEventListener(name, release, { signal });
  document.addEventListener("keyup", space(release), { signal });
  window.addEventListener("blur", release, { signal });

  let answered; // how often the kernel has answered, as far as it is shown
  const show = () => {
    if (pressed || answered === model.get("answered")) return;
    el.dataset.answered = answered = model.get("answered");
    clearTimeout(waiting);
    say();
    name();
    PARTS.forEach(fill);
    el.querySelector(".pinned").textContent = `${el.querySelectorAll("[data-part=pins] [data-toggle]").length}/4`;
    if (next) focus(next);
    next = null;
  };
  model.on("change", show);
  show();
  box.value = model.get("asked").query ?? "";
  const speaks = localStorage.getItem(LANGUAGE) ?? navigator.language.slice(0, 2);
  const goBack = () => {
    ask({ ...asAddressed(), pages: 1 });
    box.value = model.get("asked").query;
  };
  if (alone) window.addEventListener("popstate", goBack, { signal });
  if (alone && answered === 1 && location.hash) goBack();
  if (answered === 1 && speaks !== el.lang) ask({ language: speaks }); // one unknown here stays English
  requestAnimationFrame(() => { // once it stands in the page
    el.querySelector("details").open = el.clientWidth >= WIDE;
    box.focus(); // whoever opened the explorer wants to search, by the keyboard too
  });
  return () => { ends.abort(); clearTimeout(settling); clearTimeout(waiting); };
}
export default { render };
