// The bar at the foot of a document: "3 av 7" with the way to the hits beside the one being read.
const bar = document.querySelector("[data-hits]");
const english = document.documentElement.lang === "en";

function step(label) {
  const link = document.createElement("a");
  link.textContent = label;
  return link;
}

function follow(bar, hits) {
  const status = bar.querySelector("span");
  const total = bar.dataset.hits;
  const back = step(english ? "← Previous" : "← Föregående");
  const on = step(english ? "Next →" : "Nästa →");
  bar.querySelector("a").replaceWith(back, on);
  const show = (hit) => {
    status.textContent = english ? `Hit ${hit.dataset.hit} of ${total}` : `Träff ${hit.dataset.hit} av ${total}`;
    const links = hit.querySelectorAll(".step a");
    const before = Number(hit.dataset.hit) > 1 ? links[0] : null;
    const after = Number(hit.dataset.hit) < Number(total) ? links[links.length - 1] : null;
    for (const [link, target] of [[back, before], [on, after]]) {
      if (target) link.href = target.getAttribute("href");
      else link.removeAttribute("href");
    }
  };
  const seen = new IntersectionObserver((entries) => {
    const entry = entries.find((item) => item.isIntersecting);
    if (entry) show(entry.target);
  }, { rootMargin: "0px 0px -50% 0px" });
  for (const hit of hits) seen.observe(hit);
  show(document.querySelector(".paragraph:target[data-hit]") ?? hits[0]);
}

const hits = document.querySelectorAll("[data-hit]");
if (bar && hits.length) follow(bar, hits);
