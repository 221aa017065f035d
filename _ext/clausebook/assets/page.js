/* Colours, the menu of a narrow window, and a search whose words stay on this device. Pages work without it. */
"use strict";
(() => {
  const modes = ["auto", "light", "dark"];
  const button = document.querySelector("button.theme-toggle");
  const show = (mode) => {
    document.body.dataset.theme = mode;
    if (button) button.textContent = button.dataset[mode];
  };
  let mode = document.body.dataset.theme;
  if (!modes.includes(mode)) mode = "auto";
  show(mode);
  button?.addEventListener("click", () => {
    // The first press changes what one sees.
    const order = matchMedia("(prefers-color-scheme: dark)").matches ? modes : ["auto", "dark", "light"];
    mode = order[(order.indexOf(mode) + 1) % order.length];
    show(mode);
    try {
      localStorage.theme = mode;
    } catch {
      // Where nothing may be stored, the choice holds for this page.
    }
  });

  // A link within the page closes the menu that it stands in: what it leads to is behind.
  for (const menu of document.querySelectorAll("[popover]")) {
    menu.addEventListener("click", (event) => {
      if (event.target.closest('a[href^="#"]') && menu.matches(":popover-open")) menu.hidePopover();
    });
  }

  // Behind “#”, words are sent to no server.
  const form = document.querySelector('form[role="search"]');
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const target = new URL(form.action);
    target.search = "";
    target.hash = `q=${encodeURIComponent(form.elements.q.value.trim())}`;
    location.assign(target);
  });
})();
