// Parties as a network. d3-force finds the places, all at once and without chance, so that a page always looks the same.

const NETWORK = { width: 640, narrow: 360, height: 500, ticks: 260 };

/** How wide the drawing is, in its own units, and how many parties it then holds with their names legible. */
function networkSize(container) {
  const width = Math.min(NETWORK.width, Math.max(NETWORK.narrow, container.clientWidth));
  return { width, parties: width < 500 ? 14 : 28 };
}

/** Nodes {name, weight, open}; links {source, target, count, kind, label, open}, the ends being indices of nodes. */
function drawNetwork(container, nodes, links, empty) {
  if (!links.length) return container.replaceChildren(make("p", { class: "note" }, empty));
  const { height } = NETWORK;
  const { width } = networkSize(container);
  const most = Math.max(...nodes.map((node) => node.weight));
  for (const node of nodes) node.r = 4 + 12 * Math.sqrt(node.weight / most);
  settle(nodes, links, width);
  const svg = make("svg", { viewBox: `0 0 ${width} ${height}`, class: "network", role: "group", "aria-label": "Network of parties" });
  const strongest = Math.max(...links.map((link) => link.count));
  for (const link of links) svg.append(drawnLink(link, strongest));
  const drawn = nodes.map((node) => drawnNode(node));
  svg.append(...drawn);
  container.replaceChildren(svg);
  // Lines are for the pointer: the keyboard finds the same pairs in the list of co-operation and conflict.
  rove(svg, [drawn]);
}

function settle(nodes, links, width) {
  const { height, ticks } = NETWORK;
  const pull = Math.max(...links.map((link) => link.count));
  d3.forceSimulation(nodes)
    .force("link", d3.forceLink(links).distance(70).strength((link) => 0.15 + (0.5 * link.count) / pull))
    .force("charge", d3.forceManyBody().strength(-260))
    .force("x", d3.forceX(width / 2).strength(0.09))
    .force("y", d3.forceY(height / 2).strength(0.12))
    .force("collide", d3.forceCollide((node) => node.r + 12))
    .stop()
    .tick(ticks);
  for (const node of nodes) {
    node.x = Math.min(Math.max(node.x, 40), width - 40);
    node.y = Math.min(Math.max(node.y, 20), height - 24);
  }
}

function drawnLink({ source, target, count, kind, label, open }, strongest) {
  const ends = { x1: source.x, y1: source.y, x2: target.x, y2: target.y };
  const line = make("line", { ...ends, class: `edge ${kind}`, "stroke-width": 1 + (5 * count) / strongest });
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = label;
  return make("g", { class: "link", onclick: open }, line, make("line", { ...ends, class: "reach" }), title);
}

function drawnNode({ name, x, y, r, weight, open }) {
  const act = (event) => { if (event.type === "click" || event.key === "Enter" || event.key === " ") { event.preventDefault(); open(); } };
  const label = make("text", { x, y: y + r + 11 }, clipped(name, 22));
  const attributes = { class: "node", role: "button", tabindex: -1, "aria-label": `${name}: ${weight} events`, onclick: act, onkeydown: act };
  return make("g", attributes, make("circle", { cx: x, cy: y, r }), label);
}
