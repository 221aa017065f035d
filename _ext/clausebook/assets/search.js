/* The search: looks through the text of the pages that it was given, here in the browser. Nothing is sent. */
"use strict";
(() => {
  const field = document.getElementById("search-field");
  const status = document.getElementById("search-status");
  const list = document.getElementById("search-results");
  const MOST_PASSAGES = 3; // of one page
  const BEFORE = 60; // characters shown before the first word found
  const SHOWN = 220; // characters shown in all

  // Letters without their accents; scripts that put no space between words are looked through letter by letter.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
  const wordsOf = (text) =>
    Array.from(text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu), (match) => ({
      folded: fold(match[0]),
      start: match.index,
      end: match.index + match[0].length,
    }));
  const has = (word, sought) => (unspaced.test(sought) ? word.includes(sought) : word.startsWith(sought));
  const found = (words, sought) => sought.filter((one) => words.some((word) => has(word.folded, one)));

  const pages = globalThis.searchIndex.map((page) => ({
    ...page,
    words: wordsOf(page.title),
    passages: page.passages.map(([anchor, heading, text]) => {
      return { anchor, heading, text, words: wordsOf(text), above: wordsOf(heading) };
    }),
  }));

  // A page has to have all words, or any; words in titles count more.
  const look = (sought, all) =>
    pages
      .map((page) => {
        const passages = page.passages
          .map((passage) => {
            const inText = found(passage.words, sought);
            const inHeading = found(passage.above, sought);
            return { passage, all: new Set([...inText, ...inHeading]), score: 2 * inText.length + inHeading.length };
          })
          .filter((hit) => hit.score > 0);
        const inTitle = found(page.words, sought);
        const met = new Set([...inTitle, ...passages.flatMap((hit) => [...hit.all])]);
        const best = Math.max(0, ...passages.map((hit) => hit.score));
        passages.sort((a, b) => b.score - a.score);
        return { page, passages, enough: all ? met.size === sought.length : met.size > 0, score: 5 * inTitle.length + best + met.size };
      })
      .filter((hit) => hit.enough)
      .sort((a, b) => b.score - a.score);

  // “harassing” finds “harassment”: what words begin with, down to about two thirds of their length.
  const shorter = function* (sought) {
    const least = (word) => Math.max(4, Math.ceil(word.length * 0.6));
    for (let cut = 1; sought.some((word) => word.length - cut >= least(word)); cut += 1) {
      yield sought.map((word) => word.slice(0, Math.max(Math.min(least(word), word.length), word.length - cut)));
    }
  };

  const search = (sought) => {
    let hits = look(sought, true);
    if (hits.length) return [hits, sought, true];
    let last = sought;
    for (const words of shorter(sought)) {
      hits = look(words, true);
      last = words;
      if (hits.length) return [hits, words, false];
    }
    return [look(last, false), last, false];
  };

  const excerpt = ({ text, words }, sought) => {
    const marks = words.filter((word) => sought.some((one) => has(word.folded, one)));
    const first = marks.length ? marks[0].start : 0;
    const before = words.find((word) => word.start >= first - BEFORE);
    const from = first <= BEFORE || !before ? 0 : before.start;
    const to = text.length - from <= SHOWN ? text.length : words.findLast((word) => word.end <= from + SHOWN)?.end ?? from + SHOWN;
    const line = document.createElement("a");
    let place = from;
    if (from) line.append("… ");
    for (const mark of marks.filter((word) => word.end <= to)) {
      const marked = document.createElement("mark");
      marked.textContent = text.slice(mark.start, mark.end);
      line.append(text.slice(place, mark.start), marked);
      place = mark.end;
    }
    line.append(text.slice(place, to), to < text.length ? " …" : "");
    return line;
  };

  const show = ({ page, passages }, sought) => {
    const item = document.createElement("li");
    const title = document.createElement("h2");
    const whole = document.createElement("a");
    whole.href = page.url;
    whole.textContent = page.title;
    title.append(whole);
    item.append(title);
    for (const { passage } of passages.slice(0, MOST_PASSAGES)) {
      const line = document.createElement("p");
      line.className = "context";
      const part = excerpt(passage, sought);
      part.href = passage.anchor ? `${page.url}#${passage.anchor}` : page.url;
      if (passage.heading && passage.heading !== page.title) {
        const heading = document.createElement("strong");
        heading.textContent = `${passage.heading}: `;
        part.prepend(heading);
      }
      line.append(part);
      item.append(line);
    }
    return item;
  };

  const run = () => {
    const inHash = new URLSearchParams(location.hash.slice(1)).get("q");
    const query = inHash ?? new URLSearchParams(location.search).get("q") ?? "";
    field.value = query;
    list.replaceChildren();
    status.textContent = "";
    const sought = [...new Set(wordsOf(query).map((word) => word.folded))];
    if (!sought.length) return;
    const [hits, used, exact] = search(sought);
    list.append(...hits.map((hit) => show(hit, used)));
    const { one, many, similar, none } = status.dataset;
    if (!hits.length) status.textContent = none;
    else if (!exact) status.textContent = similar;
    else status.textContent = hits.length === 1 ? one : many.replace("%s", hits.length);
  };

  addEventListener("hashchange", run);
  run();
})();
