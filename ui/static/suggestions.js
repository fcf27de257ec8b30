// Suggestions while typing in the search box, as an ARIA combobox: arrows choose, Enter follows, Escape closes.
const PAUSE = 120;
const SHORTEST = 2;

function combobox(input) {
  const list = document.createElement("ul");
  list.className = "options";
  list.id = `${input.id}-forslag`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.documentElement.lang === "en" ? "Suggestions" : "Förslag");
  list.hidden = true;
  input.parentElement.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  let chosen = -1;
  let timer = 0;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    const items = [...list.children];
    chosen = (place + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", items[chosen].id);
  };
  const option = (suggestion, at) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${at}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const text = document.createElement("span");
    text.textContent = suggestion.text;
    const sort = document.createElement("span");
    sort.className = "sort";
    sort.textContent = suggestion.label;
    item.append(text, sort);
    item.dataset.path = suggestion.path;
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => location.assign(suggestion.path));
    return item;
  };
  const ask = async () => {
    const text = input.value.trim();
    const turn = ++asked;
    if (text.length < SHORTEST) return close();
    const answer = await fetch(`${input.dataset.suggestions}?${new URLSearchParams({ q: text })}`).catch(() => null);
    if (!answer?.ok || turn !== asked || document.activeElement !== input) return close();
    const suggestions = await answer.json();
    list.replaceChildren(...suggestions.map(option));
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.path);
    else return;
    event.preventDefault();
  });
}

for (const input of document.querySelectorAll("[data-suggestions]")) combobox(input);
