// The sentences behind a figure: each chart's click ends here, and each sentence leads to its place in its article.

const DRILL_STEP = 100;

/** Opens the list. An item: {doc, token, head, text}; the token is the item's id within its article. */
function drill(title, items, docs) {
  const dialog = document.getElementById("drill");
  const list = document.getElementById("drill-list");
  const more = document.getElementById("drill-more");
  const dated = (item) => docs[item.doc].date ?? "";
  const sorted = items.toSorted((a, b) => dated(a).localeCompare(dated(b)) || a.doc - b.doc);
  const add = () => {
    const from = list.children.length;
    list.append(...sorted.slice(from, from + DRILL_STEP).map((item) => drillEntry(item, docs[item.doc], dialog)));
    more.hidden = list.children.length >= sorted.length;
  };
  document.getElementById("drill-title").textContent = title;
  list.replaceChildren();
  more.onclick = add;
  add();
  dialog.showModal();
  dialog.scrollTop = 0;
  document.getElementById("drill-title").focus();
}

function drillEntry(item, doc, dialog) {
  const link = make("a", { href: `#d${item.doc}-${item.token}`, onclick: () => dialog.close() }, item.text);
  const origin = [doc.date, doc.title].filter(Boolean).join(" · ");
  return make("li", {}, make("b", {}, item.head), " ", link, make("small", {}, origin));
}

function setUpDrill() {
  const dialog = document.getElementById("drill");
  document.getElementById("drill-close").addEventListener("click", () => dialog.close());
  // A click beside the dialog is on the dialog itself, one inside on one of its children.
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}
