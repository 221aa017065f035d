/* “Exit this page”: hides the page at once, and leaves it so that “back” does not return to it.
   Without this script, the links are ordinary links. Other scripts of a page may listen for the event
   “clausebook:leave” on the document, to clear what a person has written. */
"use strict";
(() => {
  const PRESSES = 3;
  const TIME = 5000; // milliseconds, from the first press to the last

  const button = document.querySelector("a.exit-page");
  const status = document.querySelector(".exit-status");
  if (!button || !status) return;
  const words = button.dataset;
  let overlay = null;
  let presses = 0;
  let timer = 0;
  let alone = false;

  const leave = (event) => {
    event?.preventDefault();
    if (overlay) return;
    overlay = document.createElement("div");
    overlay.className = "exit-overlay";
    overlay.setAttribute("role", "alert");
    overlay.textContent = words.leaving;
    document.documentElement.classList.add("is-leaving");
    document.body.append(overlay);
    document.title = words.leaving;
    document.dispatchEvent(new Event("clausebook:leave"));
    location.replace(button.href);
  };

  const expire = () => {
    presses = 0;
    status.textContent = words.expired;
  };

  // A link that takes the space bar too is a button.
  button.setAttribute("role", "button");
  button.setAttribute("draggable", "false");
  button.addEventListener("keydown", (event) => {
    if (event.key === " ") leave(event);
  });
  for (const link of document.querySelectorAll("a.exit-page, a.exit-skip")) link.addEventListener("click", leave);

  // Shift counts when it is pressed and let go by itself, not when it writes a capital or selects a text.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") alone = false;
    else if (!event.repeat) alone = true;
  });
  document.addEventListener("pointerdown", () => {
    alone = false;
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    presses += 1;
    if (presses === 1) timer = setTimeout(expire, TIME);
    if (presses < PRESSES) {
      status.textContent = presses === 1 ? words.two : words.one;
      return;
    }
    clearTimeout(timer);
    presses = 0;
    leave();
  });

  // Some browsers bring a page back as it was left, after a failed navigation for instance.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && overlay) location.reload();
  });
})();
