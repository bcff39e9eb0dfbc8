// Questions in the browser: tells the kernel what is answered, and shows what it tells of it.
function render({ model, el }) {
  el.lang = model.get("language");
  el.addEventListener("keydown", (event) => { // single keys here are no commands of JupyterLab
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
  el.innerHTML = model.get("page");
  el.addEventListener("submit", (event) => {
    event.preventDefault();
    const letters = new FormData(event.target).getAll("answer").join("");
    model.send({ question: event.target.dataset.question, letters });
  });
  const show = () => {
    for (const form of el.querySelectorAll("form")) {
      const [times, html] = model.get("told")[form.dataset.question] ?? [0, ""];
      if (form.dataset.told === String(times)) continue;
      form.dataset.told = times;
      form.querySelector("[role=status]").innerHTML = html;
    }
  };
  model.on("change:told", show);
  show();
  return () => model.off("change:told", show);
}
export default { render };
