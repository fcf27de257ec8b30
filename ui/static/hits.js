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
  const total = Number(bar.dataset.hits);
  const first = bar.querySelector("a").getAttribute("href");
  const back = step(english ? "← Previous" : "← Förra");
  const on = step(english ? "Next →" : "Nästa →");
  bar.querySelector("a").replaceWith(back, on);
  const lead = (link, path) => {
    if (path) link.href = path;
    else link.removeAttribute("href");
  };
  const show = (hit) => {
    const number = Number(hit.dataset.hit);
    const steps = hit.querySelectorAll(".step a");
    status.textContent = english ? `Hit ${number} of ${total}` : `Träff ${number} av ${total}`;
    lead(back, number > 1 ? steps[0].getAttribute("href") : null);
    lead(on, number < total ? steps[steps.length - 1].getAttribute("href") : null);
  };
  // The hit that one was led to, as long as it is in sight; else the first in sight.
  const inSight = new Set();
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) entry.isIntersecting ? inSight.add(entry.target) : inSight.delete(entry.target);
    const led = [...inSight].find((hit) => hit.matches(":target"));
    const first = [...hits].find((hit) => inSight.has(hit));
    if (led || first) show(led || first);
  }, { rootMargin: "0px 0px -50% 0px" });
  addEventListener("hashchange", () => {
    const led = [...hits].find((hit) => hit.matches(":target"));
    if (led) show(led);
  });
  for (const hit of hits) seen.observe(hit);
  lead(on, first);
}

const hits = document.querySelectorAll("[data-hit]");
if (bar && hits.length) follow(bar, hits);
