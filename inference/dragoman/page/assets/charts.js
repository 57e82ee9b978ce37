// Bars and grids as lists and tables of buttons, which keyboards and screen readers know. A chart library draws on a
// canvas or in SVG, where that would have to be built again.

/** Rows {name, parts: [{count, kind, left}], label, open}: bars to the right, and to the left where a part says so. */
function drawBars(container, rows, empty) {
  if (!rows.length) return container.replaceChildren(make("p", { class: "note" }, empty));
  const sum = (row, left) => row.parts.filter((part) => Boolean(part.left) === left).reduce((n, part) => n + part.count, 0);
  const longest = (left) => Math.max(...rows.map((row) => sum(row, left)));
  const list = make("ol", { class: "bars" });
  for (const row of rows) {
    const sides = [true, false].map((left) => {
      const side = make("span", { class: left ? "side-l" : "side-r" });
      side.style.flexGrow = longest(left);
      for (const part of row.parts.filter((other) => Boolean(other.left) === left && other.count)) {
        const fill = make("span", { class: `fill ${part.kind}` });
        fill.style.width = `${(100 * part.count) / longest(left)}%`;
        side.append(fill);
      }
      return side;
    });
    const track = make("span", { class: "track", "aria-hidden": "true" }, ...sides.slice(longest(true) ? 0 : 1));
    const count = make("span", { class: "num" }, String(row.parts.reduce((n, part) => n + part.count, 0)));
    const button = make("button", { type: "button", "aria-label": row.label, title: row.label, onclick: row.open });
    button.append(make("span", { class: "name" }, row.name), track, count);
    list.append(make("li", {}, button));
  }
  container.replaceChildren(list);
}

/**
 * A table of buttons: `cell(row, column)` gives {count, kind, label, open} or null.
 * One tab stop for the whole; the arrow keys, Home and End move inside.
 */
function drawGrid(container, { caption, rows, columns, cell, fill, className }) {
  const head = make("tr", {}, make("td"), ...columns.map((name) => make("th", { scope: "col", title: name }, make("span", {}, name))));
  const body = make("tbody");
  const most = Math.max(1, ...rows.flatMap((_, r) => columns.map((_, c) => cell(r, c)?.count ?? 0)));
  rows.forEach((name, r) => {
    const cells = columns.map((_, c) => {
      const found = cell(r, c);
      if (!found) return make("td");
      const button = make("button", { type: "button", tabindex: -1, "aria-label": found.label, title: found.label, onclick: found.open });
      fill(button, found, most);
      return make("td", {}, button);
    });
    body.append(make("tr", {}, make("th", { scope: "row", title: name }, make("span", {}, name)), ...cells));
  });
  const table = make("table", { class: className }, make("caption", { class: "unseen" }, caption), make("thead", {}, head), body);
  container.replaceChildren(table);
  rove(table, [...body.rows].map((row) => [...row.cells].slice(1).map((td) => td.firstElementChild)));
}

/** The arrow keys move over a field of elements, some of them null. */
function rove(root, field) {
  const first = field.flat().find(Boolean);
  if (first) first.tabIndex = 0;
  const moves = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  const focus = (element) => {
    for (const other of field.flat()) if (other) other.tabIndex = -1;
    element.tabIndex = 0;
    element.focus();
  };
  root.addEventListener("keydown", (event) => {
    const row = field.findIndex((cells) => cells.includes(event.target));
    if (row < 0) return;
    const target = event.key === "Home" ? field[row].find(Boolean)
      : event.key === "End" ? field[row].findLast(Boolean)
      : moves[event.key] && nextIn(field, row, field[row].indexOf(event.target), moves[event.key]);
    if (!target) return;
    event.preventDefault();
    focus(target);
  });
}

/** The next element in a direction; where a line beside it is empty at that place, the nearest in that line. */
function nextIn(field, row, column, [down, right]) {
  for (let r = row + down, c = column + right; field[r] && (down || c in field[r]); r += down, c += right) {
    const nearest = (a, b) => Math.abs(a - column) - Math.abs(b - column);
    const [found] = down ? [...field[r].keys()].filter((at) => field[r][at]).sort(nearest) : field[r][c] ? [c] : [];
    if (found !== undefined) return field[r][found];
  }
  return null;
}
