// The page of an article: filters, tips, what lights up together. Tokens: e0 an entity, q0 s0 c0 the parts of a quote,
// v0 an event's trigger, a0.1 its argument in role 1.

/** Makes an article that stands in the page live. */
function setUpArticle(root) {
  const article = {
    root,
    prefix: root.dataset.prefix,
    slots: JSON.parse(root.dataset.slots),
    roles: JSON.parse(root.dataset.roles),
    pieces: [...root.querySelectorAll(".text [data-m]")].map((element) => ({ element, tokens: element.dataset.m.split(" ") })),
    off: { e: new Set(), q: new Set(), v: new Set() },
  };
  const legend = root.querySelector(".legend");
  if (legend && innerWidth < 700) legend.open = false;
  legend?.addEventListener("change", (event) => filter(article, event.target));
  const shows = (number) => () => light(article, number);
  setUpTip(root, ".text [data-m]", (element) => tipLines(article, element));
  for (const kind of ["pointerover", "focusin"]) {
    root.querySelector(".text").addEventListener(kind, (event) => light(article, tokenAt(article, event.target)));
  }
  for (const row of root.querySelectorAll("[data-t]")) {
    row.addEventListener("pointerenter", shows(row.dataset.t));
    row.addEventListener("focusin", shows(row.dataset.t));
  }
  root.addEventListener("pointerleave", () => light(article, null));
  root.addEventListener("focusout", () => light(article, null));
  // A finger cannot hover: its tap shows the tip, and does not follow the link to the table.
  root.querySelector(".text").addEventListener("click", (event) => {
    if (event.pointerType === "touch" && event.target.closest("a.v")) event.preventDefault();
  });
  article.brackets = drawBrackets(article);
  return article;
}

/** The letter of the layer that a token is filtered with. */
const layerOf = (token) => ({ e: "e", q: "q", s: "q", c: "q", v: "v", a: "v" })[token[0]];
const numberOf = (token) => parseInt(token.slice(1), 10);

function isShown(article, token) {
  const layer = layerOf(token);
  return !article.off[layer].has(article.slots[layer][numberOf(token)]);
}

function filter(article, box) {
  const fieldset = box.closest("fieldset");
  const all = fieldset.querySelector("[data-all]");
  const boxes = [...fieldset.querySelectorAll("input[value]")];
  if (box === all) for (const other of boxes) other.checked = all.checked;
  const checked = boxes.filter((other) => other.checked);
  all.checked = checked.length > 0;
  all.indeterminate = checked.length > 0 && checked.length < boxes.length;
  article.off[fieldset.dataset.layer] = new Set(boxes.filter((other) => !other.checked).map((other) => +other.value));
  showPieces(article);
}

function showPieces(article) {
  for (const { element, tokens } of article.pieces) {
    for (const letter of ["e", "q", "s", "v"]) {
      const own = tokens.filter((token) => token[0] === letter);
      if (own.length) element.classList.toggle(letter, own.some((token) => isShown(article, token)));
    }
    if (element.tagName === "A") element.tabIndex = element.classList.contains("v") && !("rest" in element.dataset) ? 0 : -1;
  }
  for (const row of article.root.querySelectorAll("[data-t]")) row.hidden = !isShown(article, row.dataset.t);
  article.brackets = drawBrackets(article);
}

/** What a pointer or the focus is on: an event before a quote. */
function tokenAt(article, target) {
  const tokens = target.closest?.("[data-m]")?.dataset.m.split(" ").filter((token) => isShown(article, token)) ?? [];
  return tokens.find((token) => token[0] === "v") ?? tokens.findLast((token) => "qsc".includes(token[0])) ?? null;
}

/** Lights up all pieces of a quote, or of an event with its arguments, and its row in the lists. */
function light(article, token) {
  if (article.lit === token) return;
  article.lit = token;
  const number = token && numberOf(token);
  const isQuote = token && layerOf(token) === "q";
  for (const { element, tokens } of article.pieces) {
    const own = token ? tokens.filter((other) => layerOf(other) === layerOf(token) && numberOf(other) === number) : [];
    const argument = own.find((other) => other[0] === "a");
    element.classList.toggle("lit", own.some((other) => other[0] === "v" || isQuote));
    element.classList.toggle("lit-a", Boolean(argument));
    element.classList.toggle("r1", Boolean(argument) && !argument.endsWith(".0"));
  }
  const row = isQuote ? `q${number}` : `v${number}`;
  for (const item of article.root.querySelectorAll("[data-t]")) {
    item.classList.toggle("lit-row", Boolean(token) && item.dataset.t === row);
  }
  for (const [quote, group] of article.brackets) group.classList.toggle("on", Boolean(isQuote) && quote === number);
}

/** Scrolls to an item that an id names, and lights it up. */
function pointAt(article, id) {
  const anchor = document.getElementById(id);
  if (!anchor) return;
  anchor.scrollIntoView({ block: "center" });
  const token = id.slice(article.prefix.length);
  const named = (piece) => piece.tokens.includes(token);
  const piece = article.pieces.find(named)?.element;
  if (piece?.tagName === "A") piece.focus({ preventScroll: true });
  if (/^[qv]/.test(token)) light(article, token);
  if (/^r/.test(token)) anchor.querySelector("a").focus({ preventScroll: true });
}

function tipLines(article, element) {
  const tokens = element.dataset.m.split(" ").filter((token) => isShown(article, token));
  const events = tokens.filter((token) => token[0] === "v").map((token) => eventLine(article, numberOf(token)));
  const entities = tokens.filter((token) => token[0] === "e").map((token) => entityLine(article, numberOf(token)));
  const quotes = tokens.filter((token) => "sc".includes(token[0])).map((token) => quoteLine(article, numberOf(token)));
  return [...events, ...entities, ...new Map(quotes.map((line) => [line.textContent, line])).values()];
}

/** who → whom, told from the event's row in the table. */
function eventLine(article, number) {
  const row = document.getElementById(`${article.prefix}r${number}`);
  const cells = [...row.cells].map((cell) => cell.textContent.trim());
  const [status, who, whom, ...others] = cells.slice(1);
  const line = make("p", {}, make("b", {}, row.querySelector("b").textContent), status ? ` ${status}` : "");
  const parties = [who, whom].some(Boolean) ? `${who || "?"} → ${whom || "?"}` : "";
  if (parties) line.append(make("br"), parties);
  const rest = others.map((text, at) => text && `${article.roles[at + 2]}: ${text}`).filter(Boolean);
  if (rest.length) line.append(make("br"), make("em", {}, rest.join(" · ")));
  return line;
}

function entityLine(article, number) {
  const box = article.root.querySelector(`[data-layer="e"] input[value="${article.slots.e[number]}"]`);
  const chip = box.closest("label");
  return make("p", {}, make("b", {}, chip.querySelector("span").textContent), " ", make("em", {}, chip.title));
}

function quoteLine(article, number) {
  const item = article.root.querySelector(`[data-t="q${number}"]`);
  const kind = item.querySelector("small").textContent;
  return make("p", {}, make("b", {}, `Quote ${number + 1}`), ` ${kind}`);
}
