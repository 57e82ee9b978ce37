"use strict";
// What both kinds of page share. Nothing here makes markup of text: elements are made, and text is set.

/** An element with attributes, and children that are elements or strings. */
function make(tag, attributes = {}, ...children) {
  const svg = ["svg", "g", "path", "circle", "line", "text", "rect"].includes(tag);
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** The theme that the reader chose, else the system's. Kept only where the browser lets a file keep anything. */
function setUpTheme() {
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const name = () => { button.textContent = isDark() ? "Light" : "Dark"; };
  const set = (theme) => { document.documentElement.dataset.theme = theme; name(); };
  try { if (localStorage.dragomanTheme) set(localStorage.dragomanTheme); } catch { /* sealed frame */ }
  button.addEventListener("click", () => {
    set(isDark() ? "light" : "dark");
    try { localStorage.dragomanTheme = document.documentElement.dataset.theme; } catch { /* sealed frame */ }
  });
  system.addEventListener("change", name);
  name();
  button.hidden = false;
}

/** Shows what `lines()` gives of an element, while the pointer or the focus is on it; Escape hides it. */
function setUpTip(root, selector, lines) {
  const tip = document.getElementById("tip");
  let owner = null;
  const hide = () => {
    owner?.removeAttribute("aria-describedby");
    owner = null;
    tip.hidden = true;
  };
  const show = (event) => {
    const target = event.target.closest?.(selector);
    if (target === owner && target) return;
    hide();
    const found = target ? lines(target) : [];
    if (!found.length) return;
    owner = target;
    tip.replaceChildren(...found);
    tip.hidden = false;
    target.setAttribute("aria-describedby", "tip");
    place(tip, target.getClientRects()[0]);
  };
  root.addEventListener("pointerover", show);
  root.addEventListener("focusin", show);
  root.addEventListener("focusout", hide);
  root.addEventListener("pointerleave", hide);
  root.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
}

function place(tip, box) {
  const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
  const below = box.bottom + 8 + tip.offsetHeight < innerHeight;
  tip.style.left = `${Math.max(8, left) + scrollX}px`;
  tip.style.top = `${(below ? box.bottom + 8 : box.top - tip.offsetHeight - 8) + scrollY}px`;
}
