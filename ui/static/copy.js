// Buttons that copy: a reference (data-copy) or the address of the page (data-copy-address). Without script they are not there.
const SHOWN_FOR = 2000;
const COPIED = document.documentElement.lang === "en" ? "Copied" : "Kopierat";

// Browsers give the clipboard to pages over https and localhost alone; inside a house that serves http the old way works still.
function copyTheOldWay(text) {
  const held = document.createElement("textarea");
  held.value = text;
  held.setAttribute("aria-hidden", "true");
  held.className = "away";
  document.body.append(held);
  held.select();
  const done = document.execCommand("copy");
  held.remove();
  return done;
}

async function copy(button) {
  const text = "copyAddress" in button.dataset ? location.href : button.dataset.copy;
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else if (!copyTheOldWay(text)) return;
  button.focus();
  said.textContent = COPIED;
  const label = button.textContent;
  if (label === COPIED) return;
  button.style.minWidth = `${button.offsetWidth}px`;
  button.textContent = COPIED;
  setTimeout(() => { button.textContent = label; said.textContent = ""; }, SHOWN_FOR);
}

const said = document.createElement("p");
said.className = "away";
said.setAttribute("role", "status");
document.body.append(said);

for (const button of document.querySelectorAll("[data-copy], [data-copy-address]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
