// Quotes in the margin: a bracket beside the lines that it fills, joined to the line where its speaker stands.

const LANE = 7;

/** Draws all quotes that are shown; quote number -> its group. Drawn anew when the text flows anew. */
function drawBrackets(article) {
  const text = article.root.querySelector(".text");
  text.querySelector(".margin")?.remove();
  const groups = new Map();
  const extents = quoteExtents(article, text);
  if (extents.length) {
    const svg = make("svg", { class: "margin", "aria-hidden": "true", width: 1, height: 1 });
    const edge = parseFloat(getComputedStyle(text).paddingLeft) - 10;
    let labelled = -Infinity, last = "";
    for (const [extent, lane] of lanes(extents)) {
      const group = bracket(extent, edge - lane * LANE);
      if (extent.speaker && extent.speaker !== last && extent.content[0] - labelled > 13) {
        const y = Math.max(extent.content[0] + 11, labelled + 13);
        group.append(make("text", { x: edge - LANE * (lane + 1) - 6, y }, clipped(extent.speaker, 17)));
        labelled = y;
        last = extent.speaker;
      }
      groups.set(extent.number, group);
      svg.append(group);
    }
    text.append(svg);
  }
  article.observer ??= observe(article, text);
  return groups;
}

function observe(article, text) {
  let width = text.offsetWidth;
  const observer = new ResizeObserver(() => {
    if (text.offsetWidth === width) return;
    width = text.offsetWidth;
    article.brackets = drawBrackets(article);
  });
  observer.observe(text);
  return observer;
}

/** For each quote shown: the top and bottom of its content, the middle of its speaker's line, and who it is. */
function quoteExtents(article, text) {
  const top = text.getBoundingClientRect().top;
  const found = new Map();
  for (const { element, tokens } of article.pieces) {
    for (const token of tokens.filter((other) => "qs".includes(other[0]) && isShown(article, other))) {
      const number = numberOf(token);
      const extent = found.get(number) ?? { number, content: [Infinity, -Infinity], source: null, speaker: "" };
      const boxes = [...element.getClientRects()];
      if (token[0] === "q") {
        extent.content[0] = Math.min(extent.content[0], ...boxes.map((box) => box.top - top));
        extent.content[1] = Math.max(extent.content[1], ...boxes.map((box) => box.bottom - top));
      } else {
        const box = boxes.at(-1); // where its number stands
        if (box) extent.source = (box.top + box.bottom) / 2 - top;
        extent.speaker += element.textContent;
      }
      found.set(number, extent);
    }
  }
  return [...found.values()].filter((extent) => extent.content[1] > extent.content[0]);
}

/** Each extent with the first lane that is free beside it. */
function* lanes(extents) {
  const ends = [];
  const start = (extent) => Math.min(extent.content[0], extent.source ?? Infinity);
  for (const extent of extents.sort((a, b) => start(a) - start(b))) {
    let lane = ends.findIndex((end) => end < start(extent));
    if (lane < 0) lane = ends.length;
    ends[lane] = Math.max(extent.content[1], extent.source ?? 0);
    yield [extent, Math.min(lane, 4)];
  }
}

function bracket({ number, content: [top, bottom], source }, x) {
  const group = make("g", { "data-quote": number }, make("path", { d: `M${x + 5} ${top + 3}H${x}V${bottom - 3}H${x + 5}` }));
  if (source !== null) {
    const near = Math.min(Math.max(source, top + 3), bottom - 3);
    group.append(make("path", { class: "join", d: `M${x} ${near}V${source}` }), make("circle", { cx: x, cy: source, r: 2.5 }));
  }
  return group;
}

function clipped(text, length) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1).trimEnd()}…` : line;
}

/** The page of a single article. */
function setUpSingle() {
  const root = document.querySelector("main > .doc");
  if (!root) return;
  const article = setUpArticle(root);
  const point = () => pointAt(article, location.hash.slice(1));
  addEventListener("hashchange", point);
  if (location.hash) point();
}

setUpTheme();
setUpSingle();
