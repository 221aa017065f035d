/* A letter from what a reader fills in. All of it stays in this window: nothing is sent, and nothing is stored.
   Without this script, the page shows the sample letter. */
"use strict";
(() => {
  // Mail programs and systems cut off longer links; 2,000 characters pass all that are in use.
  const LONGEST_LINK = 2000;
  const FILE = "letter.txt"; // says nothing to who looks at the downloads
  const WAIT = 2000; // milliseconds in which a call or a mail program takes over

  const template = document.querySelector("template.report-template");
  const sample = document.querySelector(".report-sample");
  if (!template || !sample) return;
  let helper = null;
  let paper = null; // what is printed
  let edited = false;

  const all = (selector) => [...helper.querySelectorAll(selector)];
  const one = (selector) => helper.querySelector(selector);
  const say = (text) => {
    one(".report-status").textContent = text;
  };

  // ---- The letter's words

  const answer = (field) => {
    if (field === "contact") return one("[data-contact]:checked")?.dataset.contact ?? "";
    const control = all("[data-fills]").find((each) => each.dataset.fills === field);
    return control ? control.value.trim() : "";
  };

  const actions = () => {
    const chosen = all("[data-action]:checked").map((tick) => tick.nextElementSibling.textContent);
    const own = (one("[data-own-actions]")?.value ?? "").split("\n");
    const asked = [...chosen, ...own].map((line) => line.trim()).filter(Boolean);
    return [...new Set(asked)].map((line) => `- ${line}`).join("\n");
  };

  const value = (blank) =>
    blank.dataset.field === "actions" ? actions() : answer(blank.dataset.field) || blank.dataset.empty;

  const words = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    const { field, needs } = node.dataset;
    if (field !== undefined) return value(node);
    if (needs !== undefined && !(needs === "actions" ? actions() : answer(needs))) return "";
    if (node.dataset.if !== undefined && !one(`[data-option="${node.dataset.if}"]`).checked) return "";
    return [...node.childNodes].map(words).join("");
  };

  const paragraph = (node) => {
    const text = words(node).replace(/ {2,}/g, " ").replace(/\.{2,}(?=\s|$)/g, ".").trim();
    // What has no letter and no digit is what is left of a paragraph of which nothing was told.
    return /[\p{L}\p{N}]/u.test(text) ? (node.dataset.mark ?? "") + text : "";
  };

  const letter = () => {
    const rest = one("[data-rest]")?.value.trim() ?? "";
    return [...all(".report-letter > p").map(paragraph), rest].filter(Boolean).join("\n\n");
  };

  // ---- The page

  const hasText = () =>
    helper !== null &&
    (edited ||
      all("[data-fills], [data-rest], [data-own-actions]").some((each) => each.value.trim()) ||
      all("[data-action], [data-option]").some((each) => each.checked));

  const warn = (event) => {
    event.preventDefault();
    event.returnValue = "";
  };

  // Only while there is something to lose: else the page leaves and comes back as any other.
  const guard = () => {
    removeEventListener("beforeunload", warn);
    if (hasText()) addEventListener("beforeunload", warn);
  };

  const link = () => {
    const chosen = one("[data-contact]:checked");
    const address = chosen?.closest(".report-contact").querySelector('a[href^="mailto:"]')?.href;
    const mail = one(".report-mail");
    const note = one(".report-mail-note");
    mail.removeAttribute("href");
    mail.setAttribute("aria-disabled", "true");
    mail.setAttribute("role", "link");
    if (!address) {
      note.textContent = chosen ? helper.dataset.unreached : helper.dataset.unchosen;
      return;
    }
    // RFC 6068: percent-encoded UTF-8, with line breaks as %0D%0A.
    const encoded = (text) => encodeURIComponent(text.toWellFormed?.() ?? text);
    const empty = `${address}?subject=${encoded(helper.dataset.subject)}`;
    const full = `${empty}&body=${encoded(one("[data-letter]").value.replace(/\r?\n/g, "\r\n"))}`;
    const fits = full.length <= LONGEST_LINK;
    mail.href = fits ? full : empty;
    mail.toggleAttribute("data-long", !fits);
    mail.removeAttribute("aria-disabled");
    mail.removeAttribute("role");
    note.textContent = fits ? "" : helper.dataset.long;
  };

  const fit = (area) => {
    // While somebody writes in it, it only grows: the page must not jump.
    if (!edited) area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 4}px`;
  };

  const show = () => {
    const area = one("[data-letter]");
    paper.textContent = area.value;
    one(".report-edited").hidden = !edited;
    one(".report-edited span").textContent = edited ? helper.dataset.edited : "";
    link();
    guard();
    fit(area);
  };

  const write = () => {
    for (const shown of all("label [data-field]")) shown.textContent = answer(shown.dataset.field) || shown.dataset.empty;
    for (const tick of all("[data-option]")) {
      const more = tick.closest("label").nextElementSibling;
      if (more?.classList.contains("report-more")) more.hidden = !tick.checked;
    }
    if (!edited) one("[data-letter]").value = letter();
    show();
  };

  // ---- The buttons

  const copy = async () => {
    const area = one("[data-letter]");
    try {
      await navigator.clipboard.writeText(area.value);
      say(helper.dataset.copied);
    } catch {
      // No permission, or an old browser: the older way, and then the reader's own hand.
      area.focus();
      area.select();
      say(document.execCommand("copy") ? helper.dataset.copied : helper.dataset.select);
    }
  };

  const save = () => {
    const text = one("[data-letter]").value.replace(/\r?\n/g, "\r\n");
    const url = URL.createObjectURL(new Blob([`${text}\r\n`], { type: "text/plain;charset=utf-8" }));
    const file = Object.assign(document.createElement("a"), { href: url, download: FILE });
    file.click();
    setTimeout(() => URL.revokeObjectURL(url), WAIT);
    say(helper.dataset.saved);
  };

  const buttons = {
    copy,
    save,
    print: () => print(),
    again: () => {
      edited = false;
      write();
    },
    clear: () => {
      if (!hasText() || confirm(helper.dataset.clear)) {
        build();
        one("h2").scrollIntoView();
        // Screen readers tell what changes in a region that they know, and not what it begins with.
        setTimeout(() => helper && say(helper.dataset.cleared), 100);
      }
    },
  };

  // ---- From beginning to end

  const wipe = () => {
    removeEventListener("beforeunload", warn);
    if (helper === null) return;
    for (const control of all("input, textarea")) {
      control.value = "";
      control.checked = false;
    }
    edited = false;
    paper.remove();
    helper.remove();
    helper = null;
    paper = null;
  };

  const build = () => {
    wipe();
    helper = document.importNode(template.content, true).firstElementChild;
    paper = Object.assign(document.createElement("pre"), { className: "report-paper" });
    paper.setAttribute("aria-hidden", "true");
    template.before(helper);
    document.body.append(paper);
    document.documentElement.classList.add("has-report");
    sample.hidden = true;
    const choices = all("[data-contact]");
    if (choices.length === 1) choices[0].checked = true;
    helper.addEventListener("input", (event) => {
      if (event.target.matches("[data-letter]")) {
        edited = true;
        show();
      } else {
        write();
      }
    });
    helper.addEventListener("change", write);
    helper.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (!button) return;
      if (button.dataset.do !== "mail") buttons[button.dataset.do]();
      else if (button.hasAttribute("data-long")) copy();
    });
    write();
  };

  build();
  if (location.hash && sample.querySelector(":target")) helper.scrollIntoView();

  // A call or a message must not be held up by a question; the page stays behind it.
  document.addEventListener(
    "click",
    (event) => {
      const target = event.target.closest?.("a[href]");
      if (!target || !/^(?:tel|sms|mailto):/i.test(target.href)) return;
      removeEventListener("beforeunload", warn);
      setTimeout(guard, WAIT);
    },
    true,
  );
  // “Exit this page” asks nothing: it leaves at once, and takes everything along.
  document.addEventListener("clausebook:leave", wipe);
  addEventListener("pagehide", wipe);
  // Browsers may keep the page and bring it back.
  addEventListener("pageshow", (event) => {
    if (event.persisted && helper === null) build();
  });
})();
