// The page of many documents: what its charts count, and the articles behind it.

const TOP = { speakers: 15, pairs: 15, candidates: 40, matrix: 12, bins: 30, dates: 12 };

/** Events and quotes as objects, with the strings that their numbers stand for. */
function readFacts() {
  const raw = JSON.parse(document.getElementById("facts").textContent);
  const events = raw.events.map(([doc, number, type, status, actors, recipients, sentence]) => ({
    doc, type, status, relations: relationsOf(actors, recipients),
    item: { doc, token: `v${number}`, head: `${raw.types[type]}, ${raw.statuses[status]}:`, text: raw.sentences[sentence] },
  }));
  const quotes = raw.quotes.map(([doc, number, speakers, text]) => ({
    speakers, item: { doc, token: `q${number}`, head: "", text },
  }));
  return { ...raw, events, quotes };
}

/** [from, to] for each two parties; those who act together without a recipient act towards each other. */
function relationsOf(actors, recipients) {
  const to = recipients.length ? recipients : actors;
  return actors.flatMap((from) => to.filter((other) => other !== from).map((other) => [from, other]));
}

/** Key -> what is counted under it, the fullest first. */
function tally(entries) {
  const found = new Map();
  for (const [key, value] of entries) {
    if (!found.has(key)) found.set(key, new Set());
    found.get(key).add(value);
  }
  return new Map([...found].sort((a, b) => b[1].size - a[1].size));
}

const take = (map, count) => [...map].slice(0, count);
const itemsOf = (found) => [...found].map((one) => one.item);
const some = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

function drawSpeakers(facts) {
  const bySpeaker = tally(facts.quotes.flatMap((quote) => quote.speakers.map((speaker) => [speaker, quote])));
  const rows = take(bySpeaker, TOP.speakers).map(([speaker, quotes]) => ({
    name: facts.parties[speaker],
    parts: [{ count: quotes.size, kind: "plain" }],
    label: `${facts.parties[speaker]}: ${some(quotes.size, "quote")}`,
    open: () => drill(`${facts.parties[speaker]} says`, itemsOf(quotes), facts.docs),
  }));
  drawBars(document.getElementById("speakers"), rows, "No quote has a named speaker.");
}

/** Unordered pair, as "3 7" -> its events. */
function pairsOf(events) {
  return tally(events.flatMap((event) => event.relations.map((pair) => [pair.toSorted((a, b) => a - b).join(" "), event])));
}

function pairOf(facts, key, events) {
  const [a, b] = key.split(" ").map(Number);
  const counts = facts.quadNames.map((_, quad) => [...events].filter((event) => facts.quads[event.type] === quad).length);
  const name = `${facts.parties[a]} – ${facts.parties[b]}`;
  const label = `${name}: ${some(events.size, "event")}, ${counts[0] + counts[1]} of co-operation, ${counts[2] + counts[3]} of conflict`;
  return { a, b, name, counts, label, open: () => drill(name, itemsOf(events), facts.docs) };
}

function drawPairs(facts, pairs) {
  const rows = take(pairs, TOP.pairs).map(([key, events]) => {
    const { name, counts, label, open } = pairOf(facts, key, events);
    const order = [3, 2, 0, 1]; // deeds outside, words inside
    return { name, label, open, parts: order.map((quad) => ({ count: counts[quad], kind: `k${quad}`, left: quad > 1 })) };
  }).filter((row) => row.parts.some((part) => part.count));
  const container = document.getElementById("pairs");
  drawBars(container, rows, "No event has two parties and a class of co-operation or conflict.");
  if (rows.length) container.prepend(quadKey(facts));
}

const quadKey = (facts) => make("p", { class: "quads" }, ...[3, 2, 0, 1].map(
  (quad) => make("span", {}, make("i", { class: `fill k${quad}` }), facts.quadNames[quad])));

/** The parties with most events. */
function busiest(relations, count) {
  const weights = tally(relations.flatMap(([pair, event]) => pair.map((party) => [party, event])));
  return take(weights, count).map(([party]) => party);
}

function drawMatrix(facts, events) {
  const relations = events.flatMap((event) => event.relations.map((pair) => [pair, event]));
  const cells = tally(relations.map(([pair, event]) => [pair.join(" "), event]));
  // Those who have most with one another, so that few rows are empty.
  const candidates = new Set(busiest(relations, TOP.candidates));
  const parties = busiest(relations.filter(([pair]) => pair.every((party) => candidates.has(party))), TOP.matrix);
  const names = parties.map((party) => facts.parties[party]);
  drawGrid(document.getElementById("matrix"), {
    caption: "Events from the party of the row to the party of the column", className: "matrix",
    rows: names, columns: names,
    cell: (r, c) => {
      const found = cells.get(`${parties[r]} ${parties[c]}`);
      const title = `${names[r]} → ${names[c]}`;
      return found && { count: found.size, label: `${title}: ${some(found.size, "event")}`, open: () => drill(title, itemsOf(found), facts.docs) };
    },
    fill: (button, { count }, most) => {
      button.textContent = count;
      button.style.setProperty("--share", `${Math.round(12 + (50 * count) / most)}%`);
    },
  });
}

function drawParties(facts, events, pairs) {
  const weights = tally(events.flatMap((event) => event.relations.flat().map((party) => [party, event])));
  const parties = take(weights, networkSize(document.getElementById("network")).parties);
  const places = new Map(parties.map(([party], at) => [party, at]));
  const nodes = parties.map(([party, found]) => ({
    name: facts.parties[party], weight: found.size,
    open: () => drill(facts.parties[party], itemsOf(found), facts.docs),
  }));
  const links = [...pairs].map(([key, found]) => [pairOf(facts, key, found), found.size])
    .filter(([{ a, b }]) => places.has(a) && places.has(b))
    .map(([{ a, b, counts, label, open }, count]) => ({
      source: places.get(a), target: places.get(b), count, kind: prevailing(counts), label, open,
    }));
  const joined = new Set(links.flatMap((link) => [link.source, link.target]));
  const kept = nodes.filter((_, at) => joined.has(at));
  const renumbered = links.map((link) => ({ ...link, source: kept.indexOf(nodes[link.source]), target: kept.indexOf(nodes[link.target]) }));
  drawNetwork(document.getElementById("network"), kept, renumbered, "No event has two parties.");
}

/** The class of line: co-operation or conflict where it has more than three fifths. */
function prevailing(counts) {
  const together = counts[0] + counts[1], against = counts[2] + counts[3];
  const share = against / (together + against);
  return share > 0.6 ? "k3" : share < 0.4 ? "k1" : "k";
}

const DAY = /^\d{4}-\d{2}-\d{2}/;

/** The bins of some days, and which a day falls into: days, months or years, whatever keeps them few. */
function binning(days) {
  for (const length of [10, 7, 4]) {
    const bins = binsBetween(days.reduce((a, b) => (a < b ? a : b)), days.reduce((a, b) => (a > b ? a : b)), length);
    if (bins.length <= TOP.bins || length === 4) return { bins, binOf: (day) => bins.indexOf(day.slice(0, length)) };
  }
}

function binsBetween(first, last, length) {
  const bins = [];
  const next = { 10: (day) => day.setUTCDate(day.getUTCDate() + 1), 7: (day) => day.setUTCMonth(day.getUTCMonth() + 1, 1), 4: (day) => day.setUTCFullYear(day.getUTCFullYear() + 1, 0, 1) };
  for (const day = new Date(`${first.slice(0, 10)}T00:00Z`); bins.length < 400; next[length](day)) {
    const bin = day.toISOString().slice(0, length);
    if (bin > last.slice(0, length)) break;
    bins.push(bin);
  }
  return bins;
}

function drawTime(facts, events) {
  const isDated = (event) => DAY.test(facts.docs[event.doc].date ?? "") && !Number.isNaN(Date.parse(facts.docs[event.doc].date.slice(0, 10)));
  const dated = events.filter(isDated);
  const rest = events.length - dated.length;
  document.getElementById("undated").textContent = `By the day the article appeared.${rest ? ` ${some(rest, "event")} without a date left out.` : ""}`;
  const container = document.getElementById("time");
  if (!dated.length) return container.replaceChildren();
  const { bins, binOf } = binning(dated.map((event) => facts.docs[event.doc].date));
  const cells = tally(dated.map((event) => [`${event.type} ${binOf(facts.docs[event.doc].date)}`, event]));
  const rank = (type) => [0, 1, 2, 3].indexOf(facts.quads[type] ?? -1) + (facts.quads[type] === null ? 9 : 0);
  const types = [...new Set(dated.map((event) => event.type))].sort((a, b) => rank(a) - rank(b) || a - b);
  drawGrid(container, {
    caption: "Events by type and time", className: "time", rows: types.map((type) => facts.types[type]),
    columns: bins.map((bin, at) => (at % Math.ceil(bins.length / TOP.dates) ? "" : bin)),
    cell: (r, c) => {
      const found = cells.get(`${types[r]} ${c}`);
      const title = `${facts.types[types[r]]}, ${bins[c]}`;
      return found && { count: found.size, kind: `k${facts.quads[types[r]] ?? ""}`, label: `${title}: ${some(found.size, "event")}`, open: () => drill(title, itemsOf(found), facts.docs) };
    },
    fill: (button, { count, kind }, most) => {
      const bar = make("span", { class: `fill ${kind}` });
      bar.style.height = `${Math.max(8, (100 * count) / most)}%`;
      button.append(bar);
    },
  });
}

/** Draws all that depends on which statuses count. */
function drawEvents(facts) {
  const counted = new Set([...document.querySelectorAll("#statuses input:checked")].map((box) => +box.value));
  const events = facts.events.filter((event) => counted.has(event.status));
  const pairs = pairsOf(events);
  drawPairs(facts, pairs);
  drawMatrix(facts, events);
  drawParties(facts, events, pairs);
  drawTime(facts, events);
}

function setUpStatuses(facts) {
  const form = document.getElementById("statuses");
  const counts = tally(facts.events.map((event) => [event.status, event]));
  const box = (status) => make("label", {}, make("input", { type: "checkbox", value: status, checked: true }),
    facts.statuses[status], " ", make("small", {}, String(counts.get(status).size)));
  form.append(make("span", {}, "Events that count:"), ...[...counts.keys()].sort((a, b) => a - b).map(box));
  form.addEventListener("change", () => drawEvents(facts));
}

function setUpFind() {
  const rows = [...document.querySelectorAll(".docs tbody tr")].map((row) => [row, row.textContent.toLowerCase()]);
  document.getElementById("find").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const [row, text] of rows) row.hidden = !words.every((word) => text.includes(word));
    document.getElementById("found").textContent = `${some(rows.filter(([row]) => !row.hidden).length, "article")}`;
  });
}

/** The HTML of an article, which was escaped when it was written. */
async function unpacked(number) {
  const bytes = Uint8Array.from(atob(document.getElementById(`packed-${number}`).textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

const reading = { number: null, article: null, from: 0 };

/** Shows what the address names: `#d3` an article, `#d3-v5` a place in it, else the overview. */
async function route(facts) {
  const asked = location.hash;
  if (asked && !asked.startsWith("#d")) return; // the link that skips to the text
  const [, found] = location.hash.match(/^#d(\d+)(?:-|$)/) ?? [];
  const number = found === undefined || !facts.docs[+found] ? null : +found;
  const reader = document.getElementById("reader");
  if (number !== null && number !== reading.number) {
    if (reading.number === null) reading.from = scrollY;
    const html = await unpacked(number);
    if (location.hash !== asked) return; // the reader has gone on in the meantime
    reading.article?.observer?.disconnect();
    reader.innerHTML = html;
  }
  const changed = number !== reading.number;
  reading.number = number;
  reader.hidden = number === null;
  document.getElementById("overview").hidden = number !== null;
  walk(facts, number);
  if (number === null) {
    reader.replaceChildren();
    if (changed) scrollTo({ top: reading.from, behavior: "instant" });
  } else {
    if (changed) { reading.article = setUpArticle(reader.querySelector(".doc")); scrollTo({ top: 0, behavior: "instant" }); }
    if (location.hash.includes("-")) pointAt(reading.article, location.hash.slice(1));
    else if (changed) document.getElementById("main").focus({ preventScroll: true });
  }
}

function walk(facts, number) {
  document.getElementById("walk").hidden = number === null;
  document.title = number === null ? some(facts.docs.length, "article") : facts.docs[number].title;
  for (const [id, other] of [["previous", number - 1], ["next", number + 1]]) {
    const link = document.getElementById(id);
    link.href = `#d${other}`;
    link.hidden = !facts.docs[other];
  }
}

function setUpOverview() {
  const facts = readFacts();
  const days = facts.docs.map((doc) => doc.date).filter((date) => DAY.test(date ?? "")).sort();
  const period = days.length ? `${days[0]} to ${days.at(-1)} · ` : "";
  document.getElementById("counts").textContent =
    `${period}${some(facts.quotes.length, "quote")} · ${some(facts.events.length, "event")} · ${facts.parties.length} parties and speakers`;
  setUpDrill();
  setUpStatuses(facts);
  setUpFind();
  drawSpeakers(facts);
  drawEvents(facts);
  addEventListener("hashchange", () => route(facts));
  route(facts);
}

setUpOverview();
