/* Topics and research types: a box that finds them by any of their names, and suggestions that tick a box in
   place. Without this file they are plain checkboxes, and a suggestion saves the form with one more ticked. */
(() => {
  "use strict";

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const dress = (picker) => {
    if (picker.dataset.dressed) return;
    picker.dataset.dressed = "yes";
    const terms = [...picker.querySelectorAll("[data-words]")];
    const none = document.createElement("p");
    none.className = "term-picker__none";
    none.textContent = picker.dataset.noneLabel;
    none.setAttribute("role", "status");
    none.hidden = true;
    const box = document.createElement("input");
    box.type = "search";
    box.className = "term-picker__filter";
    box.placeholder = picker.dataset.filterLabel;
    box.setAttribute("aria-label", picker.dataset.filterLabel);
    box.addEventListener("input", (event) => {
      event.stopPropagation(); // it is no field of the form: nothing to save
      const wanted = plain(box.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const term of terms) {
        const words = plain(term.dataset.words);
        term.hidden = !wanted.every((word) => words.includes(word));
        if (!term.hidden) shown += 1;
      }
      none.hidden = shown > 0;
    });
    box.addEventListener("change", (event) => event.stopPropagation());
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    picker.prepend(box);
    picker.append(none);
  };

  const start = () => document.querySelectorAll("[data-term-picker]").forEach(dress);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-picks]");
    if (!button || !button.form) return;
    const boxes = [...button.form.querySelectorAll(`input[name="${button.dataset.picks}"]`)];
    const box = boxes.find((one) => one.value === button.value);
    if (!box) return;
    event.preventDefault();
    if (!box.checked) box.click();
    box.focus();
    button.remove();
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
