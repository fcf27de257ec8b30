// Buttons that copy: a reference (data-copy) or the address of the page (data-copy-address). Without script they are not there.
const SHOWN_FOR = 2000;

async function copy(button) {
  const text = "copyAddress" in button.dataset ? location.href : button.dataset.copy;
  await navigator.clipboard.writeText(text);
  const label = button.textContent;
  button.textContent = document.documentElement.lang === "en" ? "Copied" : "Kopierat";
  setTimeout(() => { button.textContent = label; }, SHOWN_FOR);
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy], [data-copy-address]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
