/* The script of the page. Without it everything is shown and the form for searching stays hidden.
   First: opens the original wordings for printing where the style sheet alone cannot, and closes them afterwards. */
addEventListener("beforeprint", function () {
  document.querySelectorAll("details:not([open])").forEach(function (d) { d.open = true; d.classList.add("was-shut"); });
});
addEventListener("afterprint", function () {
  document.querySelectorAll("details.was-shut").forEach(function (d) { d.open = false; d.classList.remove("was-shut"); });
});

/* Search and filters. What an entry can be chosen by is read from the entry as it stands on the page; what is chosen is
   kept in the fragment of the address ("#?axis=2&q=..."), any other fragment is a place on the page. */
(function () {
  "use strict";
  const form = document.forms.find, bar = document.querySelector(".found"), status = bar.querySelector("[role=status]");
  const cover = document.querySelector(".selection"), everything = status.textContent;
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const plural = new Intl.PluralRules(document.documentElement.lang || "en");

  /* Letters that writers exchange freely: to the first of each line. As engine/text folds its keys. */
  const letters = new Map();
  ["\u0627\u0671\u0672\u0673", "\u0628\u067E", "\u062C\u0686\u0698", "\u0641\u06A4\u06A5\u06CB",
    "\u0643\u06A9\u06AA\u06A8\u06AD\u06AF\u0763", "\u0647\u0629\u06BE\u06C1\u06C3\u06D5",
    "\u064A\u0649\u06CC\u06D0\u06D2"].forEach((line) => [...line].forEach((c) => letters.set(c, line[0])));
  letters.set("\u00E6", "ae").set("\u0153", "oe").set("\u00DF", "ss");

  /* Marks come off by decomposition: harakat, accents, and the hamza on its carriers; so do tatweel and joiners. */
  function fold(text) {
    return text.normalize("NFKD").toLowerCase().replace(/[\p{M}\p{Cf}\u0640]/gu, "")
      .replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (c) => c.charCodeAt(0) & 15)
      .replace(/[\u0600-\u077F\u00DF\u00E6\u0153]/g, (c) => letters.get(c) || c).replace(/\s+/g, " ");
  }
  const folded = (elements) => fold(elements.map((e) => e.textContent).join("\n"));

  /* [value, words] of everything an entry can be filtered by */
  const facets = {
    axis: (e) => [[e.parentNode.id.slice(5), e.parentNode.querySelector("h2").textContent]],
    authority: (e) => all(e, "[data-authority]").map((x) => [x.dataset.authority, x.textContent]),
    level: (e) => all(e, "[data-level]").map((x) => [x.dataset.level, x.textContent]),
    association: (e) => all(e, ".support li").map((x) => [x.textContent, x.textContent]),
    elsewhere: (e) => all(e, "[data-elsewhere]").map((x) => [x.dataset.elsewhere, x.dataset.elsewhere])
  };
  const names = Object.keys(facets).filter((name) => form.elements[name]), levels = ["local", "provincial", "regional", "national"];
  const fields = ["q", ...names].map((name) => form.elements[name]);

  const entries = all(document, ".entry").map(function (element) {
    const entry = { element };
    names.forEach((name) => { entry[name] = new Map(facets[name](element)); });
    return entry;
  });
  const shown = new Map(entries.map((e) => [e.element.id, true]));
  /* Lines elsewhere that lead to entries: shown while one of these is. */
  let lines = null;
  function find_lines() {
    const to_entry = "a[href^='#E-']";
    return all(document, ".toc li, .concordance tbody tr, .pair, .tree, .map a, #map tbody tr").map((element) =>
      ({ element, ids: (element.matches(to_entry) ? [element] : all(element, element.matches("#map tr") ? "th a" : to_entry))
        .map((a) => a.getAttribute("href").slice(1)) }));
  }
  const groups = [["section.axis", ".entry"], [".toc ul", "li"], ["#review", ".pair"], ["#concordance", "tbody tr"],
    ["#trees", ".tree"], ["#map", "tbody tr"]];

  function by_name(name) {
    return (a, b) => name === "axis" ? a[0] - b[0] : name === "level" ? levels.indexOf(a[0]) - levels.indexOf(b[0])
      : a[1].localeCompare(b[1], document.documentElement.lang);
  }

  function fill(name) {
    const words = new Map(), counts = new Map(), select = form.elements[name];
    entries.forEach((e) => e[name].forEach((text, value) => {
      words.set(value, text);
      counts.set(value, (counts.get(value) || 0) + 1);
    }));
    [...words].sort(by_name(name)).forEach(([value, text]) =>
      select.add(new Option("\u2068" + text + "\u2069 (" + counts.get(value) + ")", value)));
    select.closest("p").hidden = words.size < 2;
  }

  /* The words of an entry, and apart from them each wording it was made of; folded when first asked for. */
  function read(entry) {
    entry.head = folded(all(entry.element, "h3, .text, .no, .eid, .support li, [data-authority]"));
    entry.wordings = all(entry.element, ".members > li").map((element) =>
      ({ element, words: folded(all(element, ".id, .association, .city, blockquote")) }));
  }

  /* A wording in which alone a word was found is opened and marked, and shut again when it is no longer sought. */
  function mark(entry, words) {
    const details = entry.element.querySelector("details");
    const inside = words.filter((w) => !entry.head.includes(w));
    entry.wordings.forEach((x) => x.element.classList.toggle("hit", inside.some((w) => x.words.includes(w))));
    if (inside.length > 0 && !details.open) entry.opened = details.open = true;
    else if (inside.length === 0 && entry.opened) entry.opened = details.open = false;
  }

  function is_sought(entry, words) {
    if (!names.every((name) => form.elements[name].value === "" || entry[name].has(form.elements[name].value))) return false;
    if (words.length > 0 && entry.head === undefined) read(entry);
    return words.every((w) => entry.head.includes(w) || entry.wordings.some((x) => x.words.includes(w)));
  }

  /* What was chosen, in words: for paper, where the form does not stand. */
  function describe() {
    return fields.filter((f) => f.value.trim() !== "").map((f) => f.labels[0].textContent + ": \u2068" +
      (f.options ? f.selectedOptions[0].textContent.replace(/ \(\d+\)$/, "") : f.value.trim()) + "\u2069").join(" \u00B7 ");
  }

  function say(n, chosen) {
    const phrase = status.dataset[n === 0 ? "zero" : plural.select(n)] || status.dataset.other;
    const text = chosen ? phrase.replace("{0}", n).replace("{1}", entries.length) : everything;
    if (status.textContent !== text) status.textContent = text;
    document.documentElement.classList.toggle("chosen", chosen);
    cover.hidden = !chosen;
    cover.lastElementChild.textContent = chosen ? text + ". " + describe() : "";
  }

  function keep_address() {
    const chosen = new URLSearchParams(fields.filter((f) => f.value.trim() !== "").map((f) => [f.name, f.value.trim()]));
    const was = location.hash.startsWith("#?");
    const hash = chosen.toString() !== "" ? "#?" + chosen : was ? "#" : location.hash;
    if (hash !== location.hash) try { history.replaceState(null, "", hash); } catch (_) { /* a page without address */ }
  }

  function show() {
    const words = fold(form.elements.q.value).split(" ").filter((w) => w !== "");
    entries.forEach(function (entry) {
      const sought = is_sought(entry, words);
      shown.set(entry.element.id, sought);
      entry.element.hidden = !sought;
      if (entry.head !== undefined) mark(entry, sought ? words : []);
    });
    lines = lines || find_lines();
    lines.forEach((line) => line.element.toggleAttribute("hidden", line.ids.length > 0 && !line.ids.some((id) => shown.get(id))));
    groups.forEach(([group, line]) => all(document, group).forEach(function (g) {
      g.hidden = all(g, line).every((e) => e.hidden);
      if (g.matches(".toc ul")) g.previousElementSibling.hidden = g.hidden;
    }));
    say(entries.filter((e) => shown.get(e.element.id)).length, fields.some((f) => f.value.trim() !== ""));
    keep_address();
  }

  function clear() {
    fields.forEach((f) => { f.value = ""; });
    show();
  }

  function follow_address() {
    if (location.hash.startsWith("#?")) {
      const chosen = new URLSearchParams(location.hash.slice(2));
      fields.forEach(function (f) {
        f.value = chosen.get(f.name) || "";
        if (f.options && f.selectedIndex < 0) f.value = "";
      });
      show();
      form.parentNode.scrollIntoView();
      return;
    }
    /* A link to something that is not shown: everything is, and the place with it. */
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (place === null || place.closest("[hidden]") === null) return;
    clear();
    place.scrollIntoView();
  }

  let timer = 0;
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(show, 120);
  }
  function escape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    clear();
    form.elements.q.focus();
  }

  names.forEach(fill);
  all(document, ".scripted").forEach((e) => { e.hidden = false; });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  form.addEventListener("reset", (event) => { event.preventDefault(); clear(); form.elements.q.focus(); });
  form.addEventListener("keydown", escape);
  bar.addEventListener("keydown", escape);
  addEventListener("hashchange", follow_address);
  fields.forEach((f) => { f.value = ""; });
  follow_address();
}());
