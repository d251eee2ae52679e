// Copy buttons: shown only where they can work, and they say that they did.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const label = button.firstChild.data;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText.trim());
    button.firstChild.data = button.dataset.copied;
    setTimeout(() => (button.firstChild.data = label), 2000);
  });
}
