// Suggestions under the search box: a combobox with a list (ARIA APG). Without it the box is a plain one.
for (const box of document.querySelectorAll("[data-suggest]")) {
  const { suggest, topic, author, list: name, none, some } = box.dataset;
  const language = document.documentElement.lang;
  const list = document.createElement("div");
  const said = document.createElement("p");
  let options = [];
  let active = -1;
  let latest = 0;
  let timer;

  list.id = `${box.id}-list`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", name);
  list.hidden = true;
  said.className = "visually-hidden";
  said.setAttribute("aria-live", "polite");
  box.after(list, said);
  for (const [key, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) box.setAttribute(key, value);

  const choose = (place) => {
    active = place;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", options[active].id);
  };
  const show = (open) => {
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };
  const option = (kind, text, address, place) => {
    const one = document.createElement("a");
    one.id = `${list.id}-${place}`;
    const { pathname, search } = new URL(address);
    one.href = pathname + search; // here, whatever host the site gives itself
    one.tabIndex = -1;
    one.setAttribute("role", "option");
    if (kind) {
      const label = document.createElement("span");
      label.className = "suggestion-kind";
      label.textContent = `${kind} `;
      one.append(label);
    }
    one.append(text);
    return one;
  };
  const fill = (found) => {
    const rows = [
      ...found.topics.map((one) => [topic, one.name[language] || one.name.en, one.pages[language]]),
      ...found.titles.map((one) => ["", one.title, one.pages[language]]),
      ...found.authors.map((one) => [author, one.name, one.pages[language]]),
    ];
    options = rows.map((row, place) => option(...row, place));
    list.replaceChildren(...options);
    said.textContent = rows.length ? some : none;
    show(rows.length > 0);
  };
  const ask = async () => {
    const mine = ++latest;
    if (box.value.trim().length < 2) return show(false);
    try {
      const answer = await fetch(`${suggest}?${new URLSearchParams({ q: box.value.trim().slice(0, 100) })}`);
      const found = answer.ok && (await answer.json());
      if (found && mine === latest && document.activeElement === box) fill(found);
    } catch {
      show(false); // offline: the box still searches
    }
  };

  show(false);
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((active + 1 + step + options.length + 1) % (options.length + 1)) - 1);
    } else if (event.key === "Enter") {
      clearTimeout(timer);
      latest++;
      if (active >= 0) {
        event.preventDefault();
        options[active].click();
      }
      show(false);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  box.addEventListener("blur", () => show(false));
}
