// Search and filter of the exported site: Pagefind's index, shown as the site shows what it finds.
const place = document.getElementById("exported");
if (place) {
  const AT_ONCE = 20;
  const FACETS = ["topic", "type", "year"];
  const byId = (id) => document.getElementById(id);
  const form = byId("narrow");
  const box = byId("search-text");
  const language = document.documentElement.lang;
  const words = Object.fromEntries(
    [...byId("counts").content.children].map((one) => [one.className, one.dataset]),
  );
  const plural = new Intl.PluralRules(language);
  const base = new URL(place.dataset.index, location.href);
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const names = new Map(
    boxes.map((one) => [`${one.name}=${one.value}`, one.parentElement.querySelector(".choice-name").textContent]),
  );
  let indexes = [];
  let latest = 0;
  let timer = 0;

  const number = (count) => new Intl.NumberFormat(language).format(count);
  const counted = (what, count) => (words[what][plural.select(count)] ?? words[what].other).replace("%", number(count));
  const chosen = (facet) => boxes.filter((one) => one.name === facet && one.checked).map((one) => one.value);
  const filters = (without) =>
    Object.fromEntries(
      FACETS.filter((facet) => facet !== without && chosen(facet).length).map((facet) => [facet, { any: chosen(facet) }]),
    );

  // One index a language; what each finds is put in one order.
  const load = async () => {
    const languages = await (await fetch(new URL("languages.json", base))).json();
    indexes = await Promise.all(
      languages.map(async (one) => {
        const path = new URL(`${one}/`, base);
        const { createInstance } = await import(new URL("pagefind.js", path).href);
        const index = createInstance({ basePath: path.href, noWorker: true });
        await index.init();
        await index.filters(); // only what is loaded is counted
        return index;
      }),
    );
  };
  const ask = (text, without) =>
    Promise.all(
      indexes.map((index) =>
        index.search(text || null, { filters: filters(without), ...(text ? {} : { sort: { place: "asc" } }) }),
      ),
    );

  // The next few of several lists, each in order: by how well they fit, or by their place in the archive.
  const merged = (lists, byScore) => {
    const left = lists.map((list) => [...list]);
    return async () => {
      const taken = [];
      while (taken.length < AT_ONCE) {
        const heads = await Promise.all(
          left.map(async (list) => list.length && (byScore ? -list[0].score : Number((await list[0].data()).meta.place))),
        );
        const best = left.reduce(
          (found, list, at) => (list.length && (found < 0 || heads[at] < heads[found]) ? at : found),
          -1,
        );
        if (best < 0) break;
        taken.push(left[best].shift().data());
      }
      return { found: await Promise.all(taken), rest: left.reduce((sum, list) => sum + list.length, 0) };
    };
  };

  const marked = (target, excerpt) => {
    const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    excerpt.split(/<\/?mark>/).forEach((text, at) => {
      if (at % 2) {
        const mark = document.createElement("mark");
        mark.textContent = plain(text);
        target.append(mark);
      } else target.append(plain(text).replaceAll("¶ ", ""));
    });
  };
  const line = (one, withPassage) => {
    const made = byId("line").content.cloneNode(true);
    const part = (name) => made.querySelector(`.${name}`);
    const { title, gist, month, slug } = one.meta;
    const link = part("line-title").firstElementChild;
    link.href = `${slug}/`;
    link.textContent = title;
    part("line-title").lang = part("line-gist").lang = part("line-passage").lang = one.meta.language;
    part("line-gist").textContent = gist || "";
    if (month) {
      const [year, ordinal] = month.split("-").map(Number);
      const said = new Intl.DateTimeFormat(language, { month: "long", year: "numeric" }).format(new Date(year, ordinal - 1, 15));
      part("line-month").textContent = said[0].toLocaleUpperCase(language) + said.slice(1);
    }
    if (withPassage) marked(part("line-passage"), one.excerpt);
    for (const [facet, name] of [["type", "facts-type"], ["topic", ""]])
      for (const value of (one.filters[facet] || []).slice(0, facet === "topic" ? 1 : 9)) {
        const item = document.createElement("li");
        item.className = name;
        item.textContent = names.get(`${facet}=${value}`) || value;
        part("facts").append(item);
      }
    const { studies, people, years } = one.meta;
    for (const fact of [studies && counted("studies", Number(studies)), people && counted("people", Number(people)), years])
      if (fact) {
        const item = document.createElement("li");
        item.textContent = fact;
        part("facts").append(item);
      }
    for (const empty of made.querySelectorAll("p:empty, ul:empty")) empty.remove();
    return made;
  };

  const showCounts = async (mine, answers) => {
    for (const facet of FACETS) {
      const said = chosen(facet).length ? await ask(box.value.trim(), facet) : answers;
      if (mine !== latest) return;
      for (const one of boxes.filter((other) => other.name === facet)) {
        const count = said.reduce((sum, answer) => sum + (answer.filters[facet]?.[one.value] || 0), 0);
        one.parentElement.querySelector(".count").firstChild.textContent = number(count);
        one.disabled = !count && !one.checked;
      }
    }
  };
  const show = async (next, text, mine, lines) => {
    const { found, rest } = await next();
    if (mine !== latest) return;
    lines.append(...found.map((one) => line(one, Boolean(text))));
    const more = byId("more");
    more.hidden = !rest;
    more.firstElementChild.onclick = async () => {
      const last = lines.lastElementChild;
      await show(next, text, mine, lines);
      last.nextElementSibling?.querySelector("a").focus();
    };
  };
  const look = async () => {
    const mine = ++latest;
    const text = box.value.trim();
    const answers = await ask(text);
    if (mine !== latest) return;
    const total = answers.reduce((sum, answer) => sum + answer.results.length, 0);
    byId("none").hidden = total > 0;
    const lines = byId("lines");
    lines.replaceChildren();
    await show(merged(answers.map((answer) => answer.results), Boolean(text)), text, mine, lines);
    if (mine !== latest) return;
    byId("results-count").textContent = counted("summaries", total);
    const choices = boxes.filter((one) => one.checked).length;
    byId("chosen-count").hidden = !choices;
    byId("chosen-count").textContent = counted("chosen", choices);
    await showCounts(mine, answers);
    place.dataset.shown = String(mine);
  };
  const address = () => {
    const query = new URLSearchParams();
    if (box.value.trim()) query.set("q", box.value.trim());
    for (const facet of FACETS) for (const value of chosen(facet).sort()) query.append(facet, value);
    return `${location.pathname}${query.size ? `?${query}` : ""}`;
  };
  const read = () => {
    const query = new URLSearchParams(location.search);
    box.value = query.get("q") || "";
    for (const one of boxes) one.checked = query.getAll(one.name).includes(one.value);
  };
  const changed = () => {
    history.replaceState(null, "", address());
    look().catch(fail);
  };
  const fail = (error) => {
    console.error(error);
    byId("ways").hidden = false; // what a page without JavaScript shows helps here, too
    byId("searching").hidden = byId("filtering").hidden = true;
  };

  read();
  byId("ways").hidden = true;
  byId("searching").hidden = byId("filtering").hidden = false;
  if (matchMedia("(min-width: 60em)").matches) byId("filtering").open = true;
  load()
    .then(async () => {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        changed();
      });
      form.addEventListener("change", changed);
      box.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(changed, 200);
      });
      addEventListener("popstate", () => {
        read();
        look().catch(fail);
      });
      place.dataset.ready = "yes";
      if (location.search) await look();
      else place.dataset.shown = "0";
    })
    .catch(fail);
}
