// Filters at once: a ticked box sends the search form, and the box keeps the focus on the page that follows.
const KEY = "namndsok-filter";
const form = document.getElementById("sok");
const folds = document.querySelectorAll("details.fold");

function submit(box) {
  sessionStorage.setItem(KEY, JSON.stringify({ name: box.name, value: box.value, y: scrollY }));
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  location.assign(`${form.getAttribute("action")}?${new URLSearchParams(pairs)}`);
}

function restore() {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (!kept) return;
  const { name, value, y } = JSON.parse(kept);
  const box = [...document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)].find((item) => item.value === value);
  if (!box) return;
  for (const fold of folds) fold.open = true;
  for (let place = box.closest("details"); place; place = place.parentElement.closest("details")) place.open = true;
  scrollTo({ top: y, behavior: "instant" });
  box.focus({ preventScroll: true });
}

function narrow(input) {
  const group = input.closest("fieldset");
  const wanted = input.value.trim().toLocaleLowerCase("sv");
  for (const rest of group.querySelectorAll("details.rest")) rest.open = wanted !== "";
  for (const row of group.querySelectorAll("li")) row.hidden = !row.textContent.toLocaleLowerCase("sv").includes(wanted);
}

for (const box of document.querySelectorAll("input[type=checkbox][form=sok]")) box.addEventListener("change", () => submit(box));
for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;
for (const input of document.querySelectorAll("[data-narrows]")) {
  input.hidden = false;
  input.addEventListener("input", () => narrow(input));
}
if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 60rem)").matches) for (const fold of folds) fold.open = true;
restore();
