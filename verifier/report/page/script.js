"use strict";
// Everything shown comes from strangers: nodes are built with textContent only, never from markup.
(() => {
const data = JSON.parse(document.getElementById("data").textContent);
const { strings, rules, documents, citations } = data;
const places = (names) => Object.fromEntries(names.map((name, place) => [name, place]));
const C = places(data.columns), D = places(data.documentColumns);
const byId = (id) => document.getElementById(id);
const text = (row, column) => strings[row[C[column]] ?? 0] ?? "";
const documentText = (row, column) => strings[documents[row[C.document]][D[column]]] ?? "";
const number = (value) => value.toLocaleString("en-US");
const place = (row) => `${documentText(row, "path")}:${row[C.line]}:${row[C.column]}`;

// Folded texts name what they quote by private-use characters (page/strings.py).
const unfolded = (row, index) => (strings[index ?? 0] ?? "").replace(/[\uE000-\uE00F]/g,
  (sign) => unfolded(row, row[C[data.quoted[sign.charCodeAt(0) - 0xE000]]]));
const source = (row) => text(row, "source") || text(row, "url");
const found = (row) => unfolded(row, row[C.found_title]);
const copy = (row) => unfolded(row, row[C.memento]);
const finalUrl = (row) => row.length <= C.final_url ? "" : unfolded(row, row[C.final_url]) || source(row);
const pairs = (list) => Array.from({ length: list.length / 2 }, (_, i) => [list[2 * i], list[2 * i + 1]]);
const ruled = (row) => [...new Set(pairs(row[C.findings]).map(([rule]) => rule))];
const instant = (age) => age == null ? "" :
  new Date((data.written - age) * 1000).toISOString().slice(0, 16).replace("T", " ") + " UTC";

// ---- building nodes -------------------------------------------------------------------------
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "click") node.addEventListener(name, value);
    else if (value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null && child !== ""));
  return node;
}
const outward = /^https?:\/\/[^\s/\u2026\ufffd\u2400-\u2421][^\s\u2026\ufffd\u2400-\u2421]*$/i;
const link = (url, label) => outward.test(url)
  ? el("a", { href: url, rel: "noreferrer noopener nofollow" }, label || url) : el("span", {}, label || url);
const verdict = (word) => el("span", { class: `verdict ${word}` }, word);
const chip = (rule) => el("span", { class: `code ${rules[rule][2]}`, title: rules[rule][1] }, rules[rule][0]);

function bar(counts) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const whole = counts.reduce((sum, [, count]) => sum + count, 0) || 1;
  let x = 0;
  for (const [name, value] of [["class", "bar"], ["viewBox", "0 0 100 10"], ["preserveAspectRatio", "none"], ["aria-hidden", "true"]])
    svg.setAttribute(name, value);
  for (const [word, count] of counts) {
    const rect = document.createElementNS(svg.namespaceURI, "rect");
    for (const [name, value] of [["class", word], ["x", x], ["width", 100 * count / whole], ["height", 10]])
      rect.setAttribute(name, value);
    x += 100 * count / whole;
    svg.append(rect);
  }
  return svg;
}

// Words of `mine` that `other` lacks are marked, so that the eye finds the difference; where most differ, none.
function compared(mine, other) {
  const word = /[\p{L}\p{N}]+/gu;
  const known = new Set(other.toLowerCase().match(word) || []);
  const matches = [...mine.matchAll(word)], strange = matches.filter((match) => !known.has(match[0].toLowerCase()));
  const cite = el("cite");
  let last = 0;
  if (2 * strange.length <= matches.length) {
    for (const match of strange) {
      cite.append(mine.slice(last, match.index), el("mark", {}, match[0]));
      last = match.index + match[0].length;
    }
  }
  cite.append(mine.slice(last));
  return cite;
}

// ---- a table in pages -----------------------------------------------------------------------
function pager(tableId, size, noun, draw) {
  const body = byId(tableId).tBodies[0];
  const status = el("p", { role: "status" });
  const back = el("button", { type: "button", click: () => go(page - 1) }, "Previous");
  const forth = el("button", { type: "button", click: () => go(page + 1) }, "Next");
  document.querySelector(`[data-table=${tableId}]`).append(status, back, forth);
  let rows = [], page = 0;
  function go(wanted) {
    page = Math.max(0, Math.min(wanted, Math.ceil(rows.length / size) - 1));
    const first = page * size, shown = rows.slice(first, first + size);
    body.replaceChildren(...shown.map(draw));
    status.textContent = rows.length
      ? `${number(first + 1)} to ${number(first + shown.length)} of ${number(rows.length)} ${noun}` : `No ${noun} match.`;
    back.disabled = page === 0;
    forth.disabled = first + size >= rows.length;
  }
  return {
    show(list) { rows = list; go(0); },
    reveal(row) { go(Math.floor(Math.max(0, rows.indexOf(row)) / size)); },
    turn(by) { go(page + by); },
  };
}

// ---- evidence -------------------------------------------------------------------------------
function side(label, cited, other) {
  return el("tr", {}, el("th", { scope: "row" }, label), el("td", {}, cited), el("td", {}, other));
}
function sides(row) {
  const title = text(row, "title"), theirs = found(row);
  const nothing = text(row, "failure") || (row[C.status] ? `no title (HTTP ${row[C.status]})` : "not fetched");
  const url = text(row, "url"), end = finalUrl(row);
  const body = el("tbody", {},
    side("title", compared(title || "(no title)", theirs), theirs ? compared(theirs, title) : el("em", {}, nothing)),
    side("address", outward.test(url) ? link(url) : link(source(row), url || "(no URL)"),
      end && (end === url || end === source(row) ? el("em", {}, "the same") : link(end))));
  for (const [label, cited, other] of [["publisher", "publisher", "site_name"], ["date", "date", "published"]])
    if (text(row, cited) || text(row, other))
      body.append(side(label, text(row, cited), text(row, other)));
  return el("table", { class: "sides" }, el("thead", {}, el("tr", {}, el("td"),
    el("th", { scope: "col" }, "cited"), el("th", { scope: "col" }, "found"))), body);
}
function ruleNote(row, rule, message) {
  const [, name, , means, why, todo] = rules[rule];
  const head = [chip(rule), ` ${name}: ${unfolded(row, message)}`];
  if (!means) return el("div", {}, ...head);
  return el("details", {}, el("summary", {}, ...head), el("p", {}, means), el("p", {}, why), el("p", {}, todo));
}
function facts(row) {
  const score = row[C.score] == null ? "" : `, ${row[C.score]} of 100 alike`;
  const field = text(row, "matched_field") ? ` (${text(row, "matched_field")})` : "";
  const size = row[C.body_bytes] ? `, ${number(row[C.body_bytes])} bytes in ${row[C.seconds]} s` : "";
  const answer = row[C.status] ? `HTTP ${row[C.status]}${size}` : text(row, "failure");
  return [
    ["access", text(row, "access") || "never asked"], ["page", text(row, "page_class")],
    ["identity", `${text(row, "identity")}: ${text(row, "reason")}${score}${field}`],
    ["answer", answer], ["checked", instant(row[C.checked])], ["language", text(row, "language")],
    ["copy", text(row, "preservation")],
    ["archived at", copy(row) && link(copy(row))],
    ["copy cited", text(row, "archive_url") && link(text(row, "archive_url"))],
    ["place", el("span", { class: "path" }, place(row))],
    ["entry", `${text(row, "list")}[${row[C.position]}]${text(row, "tier") ? `, tier ${text(row, "tier")}` : ""}`],
    ["first seen", instant(row[C.seen])],
    ["link here", row[C.key] && el("a", { href: `#c=${row[C.key]}` }, `#c=${row[C.key]}`)],
  ].filter(([, value]) => value);
}
function list(title, items) {
  return items.length ? [el("h3", {}, title), el("ol", {}, ...items.map((item) => el("li", {}, item)))] : [];
}
function evidence(row) {
  const hops = pairs(row[C.hops] || []);
  const standing = documents[row[C.document]];
  const total = standing[D.verified] + standing[D.problems] + standing[D.unconfirmed];
  const left = el("div", {}, ...list("Why", row[C.reasons].map((reason) => unfolded(row, reason))),
    ...(row[C.findings].length ? [el("h3", {}, "Rules")] : []),
    ...pairs(row[C.findings]).map(([rule, message]) => ruleNote(row, rule, message)),
    ...list("Redirects", hops.map(([url, status]) => el("span", {}, `${status} `, link(unfolded(row, url))))));
  const right = el("div", {}, el("h3", {}, "Facts"),
    el("dl", { class: "pairs" }, ...facts(row).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    el("h3", {}, "Document"), el("p", {}, `${standing[D.verified]} of ${total} stand in `,
      el("a", { href: "#" + new URLSearchParams({ q: documentText(row, "path") }) },
        documentText(row, "title") || documentText(row, "path"))));
  return el("tr", { class: "evidence" }, el("td", { colspan: "5" }, sides(row), el("div", { class: "side-by-side" }, left, right)));
}
function toggle(line, row, open = !line.classList.contains("opened")) {
  if (open === line.classList.contains("opened")) return;
  line.classList.toggle("opened", open);
  line.querySelector(".toggle").setAttribute("aria-expanded", String(open));
  if (open) line.after(evidence(row));
  else line.nextElementSibling.remove();
}
function line(row) {
  const why = row[C.reasons].length ? unfolded(row, row[C.reasons][0]) : "";
  const about = [text(row, "publisher"), text(row, "date")].filter(Boolean).map((part) => ` · ${part}`).join("");
  const button = el("button", { type: "button", class: "toggle", "aria-expanded": "false",
    "aria-label": `${text(row, "verdict")}: evidence for ${text(row, "title") || text(row, "url") || "a citation without title"}` }, verdict(text(row, "verdict")));
  const node = el("tr", { class: "row" }, el("td", {}, button),
    el("td", {}, el("cite", {}, text(row, "title") || text(row, "url") || "(no title)"), el("small", {}, link(source(row), text(row, "host") || "no address"), about)),
    el("td", {}, el("span", { class: "clamp" }, why), ...ruled(row).map(chip)),
    el("td", {}, text(row, "preservation")),
    el("td", {}, el("cite", { class: "clamp" }, documentText(row, "title") || documentText(row, "path")),
      el("small", { class: "place" }, `line ${row[C.line]}:${row[C.column]}`)));
  node.addEventListener("click", (event) => { if (!event.target.closest("a") && !String(getSelection())) toggle(node, row); });
  node.citation = row;
  return node;
}

// ---- filters --------------------------------------------------------------------------------
const form = byId("filters");
const fields = form.elements;
const facets = {
  verdict: (row) => [text(row, "verdict")], access: (row) => [text(row, "access") || "never-asked"],
  rule: (row) => ruled(row).map((rule) => rules[rule][0]), copy: (row) => [text(row, "preservation")], host: (row) => [text(row, "host")].filter(Boolean),
};
const gravity = { problem: 0, unconfirmed: 1, verified: 2 };
const rank = (row) => documents[row[C.document]][D.rank] ?? documents.length;
const orders = {
  "gravest first": (a, b) => gravity[text(a, "verdict")] - gravity[text(b, "verdict")] || rank(a) - rank(b),
  "as in the documents": () => 0,
  "by host": (a, b) => text(a, "host") < text(b, "host") ? -1 : Number(text(a, "host") > text(b, "host")),
  "least alike first": (a, b) => (a[C.score] ?? 101) - (b[C.score] ?? 101),
  "latest check first": (a, b) => (a[C.checked] ?? 1e12) - (b[C.checked] ?? 1e12),
};
const ordered = new Map();
function inOrder(name) {
  if (!ordered.has(name)) ordered.set(name, [...citations].sort(orders[name]));
  return ordered.get(name);
}
function searchable(row) {
  row.all ??= [...["title", "url", "publisher", "failure"].map((name) => text(row, name)), found(row), finalUrl(row),
    place(row), documentText(row, "title"), ...facets.rule(row)].join("\n").toLowerCase();
  return row.all;
}
// Done ahead in small steps, so that the first search is as quick as the next ones.
function prepare(first) {
  for (const row of citations.slice(first, first + 500)) searchable(row);
  if (first + 500 < citations.length) setTimeout(prepare, 0, first + 500);
}
function options(name, describe) {
  const counts = new Map();
  for (const row of citations) for (const value of facets[name](row)) counts.set(value, (counts.get(value) || 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  if (name === "host") return sorted.map(([value, count]) => el("option", { value }, number(count)));
  return [el("option", { value: "" }, "all"), ...sorted.map(([value, count]) => el("option", { value }, describe(value, count)))];
}
const chosen = ["verdict", "access", "rule", "copy"];
const table = pager("citation-table", 50, "citations", line);
function filter() {
  const words = fields.q.value.toLowerCase().split(/\s+/).filter(Boolean);
  const host = fields.host.value.trim().toLowerCase();
  const active = chosen.filter((name) => fields[name].value);
  table.show(inOrder(fields.order.value).filter((row) =>
    active.every((name) => facets[name](row).includes(fields[name].value))
    && (!host || text(row, "host").includes(host))
    && (!words.length || words.every((word) => searchable(row).includes(word)))));
}
function remember() {
  const set = new URLSearchParams();
  for (const field of fields) if (field.name && field.value && field.value !== Object.keys(orders)[0]) set.set(field.name, field.value);
  history.replaceState(null, "", String(set) ? `#${set}` : location.pathname + location.search);
}
function follow() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const key = wanted.get("c");
  const row = key && citations.find((one) => one[C.key] && key.startsWith(one[C.key]));
  const set = ["q", "host", "order", ...chosen].filter((name) => wanted.has(name));
  if (!row && !set.length) return;
  form.reset();
  if (!row) for (const name of set) fields[name].value = wanted.get(name);
  if (!fields.order.value) fields.order.selectedIndex = 0;
  filter();
  if (!row) return byId("citations").scrollIntoView();
  table.reveal(row);
  const opened = [...byId("citation-table").tBodies[0].rows].find((node) => node.citation === row);
  toggle(opened, row, true);
  opened.querySelector(".toggle").focus({ preventScroll: true });
  opened.scrollIntoView();
}

function clear() {
  form.reset();
  filter();
  remember();
}

// ---- documents ------------------------------------------------------------------------------
const standings = { found: "found", differs: "said in other words", nowhere: "found nowhere", open: "could not be established" };
function quotationLine([at, said, standing, passage, url]) {
  const word = strings[standing];
  return el("li", {}, el("q", {}, strings[said]), el("small", {}, `line ${at} · ${standings[word] ?? word}`,
    url ? el("span", {}, " · ", link(strings[url], /^https?:\/\/([^/?#]+)/i.exec(strings[url])?.[1])) : "",
    word === "differs" ? el("span", {}, " · the source says: ", el("q", {}, strings[passage])) : ""));
}
function quotationNotes(flat) {
  if (!flat.length) return "";
  const all = Array.from({ length: flat.length / 5 }, (_, i) => flat.slice(5 * i, 5 * i + 5));
  const counts = Object.entries(standings).map(([word, words]) => [all.filter((one) => strings[one[2]] === word).length, words]);
  const summary = counts.filter(([count]) => count).map(([count, words]) => `${count} ${words}`).join(", ");
  return el("details", {}, el("summary", {}, `Quotations: ${summary}`), el("ul", {}, ...all.map(quotationLine)));
}
function documentLine(row) {
  const say = (column) => strings[row[D[column]]] ?? "";
  const total = row[D.verified] + row[D.problems] + row[D.unconfirmed];
  const notes = pairs(row[D.findings]).map(([rule, message]) => el("div", {}, chip(rule), ` ${strings[message]}`));
  return el("tr", {},
    el("td", {}, `${row[D.verified]} of ${total}`,
      bar([["verified", row[D.verified]], ["problem", row[D.problems]], ["unconfirmed", row[D.unconfirmed]]])),
    el("td", {}, el("a", { href: "#" + new URLSearchParams({ q: say("path") }) }, say("title") || say("path")),
      el("small", { class: "path" }, say("path"))),
    el("td", {}, say("attention"), ...notes, quotationNotes(row[D.quotations])), el("td", {}, String(row[D.importance] ?? "")));
}
const pressing = [...documents].sort((a, b) => (a[D.rank] ?? documents.length) - (b[D.rank] ?? documents.length));
const documentTable = pager("document-table", 50, "documents", documentLine);
const documentForm = byId("document-filters");
function filterDocuments() {
  const words = documentForm.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
  documentTable.show(pressing.filter((row) => words.every((word) => ["path", "title", "attention", "date"]
    .some((column) => (strings[row[D[column]]] ?? "").toLowerCase().includes(word)))));
}

// ---- keys -----------------------------------------------------------------------------------
function step(by) {
  const buttons = [...document.querySelectorAll("#citation-table .toggle")];
  const current = document.activeElement.closest("#citation-table tr");
  const line = current && (current.citation ? current : current.previousElementSibling);
  const at = buttons.indexOf(line && line.querySelector(".toggle"));
  const next = buttons[at < 0 ? 0 : Math.max(0, Math.min(at + by, buttons.length - 1))];
  if (next) { next.focus({ preventScroll: true }); next.closest("tr").scrollIntoView({ block: "nearest" }); }
}
function escape() {
  const inside = document.activeElement.closest("#citation-table tr");
  const open = inside && (inside.citation ? inside : inside.previousElementSibling);
  if (open && open.classList.contains("opened")) { toggle(open, open.citation, false); return open.querySelector(".toggle").focus(); }
  if (document.activeElement.form !== form) return;
  clear();
  document.activeElement.blur();
}
const keys = {
  "/": () => { fields.q.focus(); fields.q.select(); }, j: () => step(1), k: () => step(-1),
  n: () => { table.turn(1); step(0); }, p: () => { table.turn(-1); step(0); }, "?": () => byId("help").showModal(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  if (event.key === "Escape") return escape();
  if (!keys[event.key] || event.target.closest("input, select, textarea")) return;
  event.preventDefault();
  keys[event.key]();
});

// ---- start ----------------------------------------------------------------------------------
for (const name of ["verdict", "access", "copy"]) fields[name].append(...options(name, (value, count) => `${value} (${number(count)})`));
fields.rule.append(...options("rule", (value, count) => `${value} ${rules.find((rule) => rule[0] === value)[1]} (${number(count)})`));
fields.order.append(...Object.keys(orders).map((name) => el("option", {}, name)));
fields.host.addEventListener("focus", () => { if (!byId("hosts").childElementCount) byId("hosts").append(...options("host")); });
form.addEventListener("input", () => { filter(); remember(); });
form.addEventListener("submit", (event) => event.preventDefault());
form.elements.clear.addEventListener("click", clear);
documentForm.addEventListener("input", filterDocuments);
documentForm.addEventListener("submit", (event) => event.preventDefault());
byId("help-button").addEventListener("click", keys["?"]);
for (const id of ["citation-tools", "document-tools", "help-button"]) byId(id).hidden = false;
filter();
filterDocuments();
addEventListener("hashchange", follow);
document.addEventListener("click", (event) => {
  const anchor = event.target.closest("a");
  if (anchor && anchor.hash.includes("=") && anchor.href === location.href) follow();
});
follow();
prepare(0);
})();
