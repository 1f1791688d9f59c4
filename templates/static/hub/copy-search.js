// Searches a static copy of the site by an index that stands beside this page; see home/handover/search_index.py.
// No module: browsers load modules only from a server, and a copy may be on a disk.
(() => {
  const { pages, words } = window.copySearch;
  const known = Object.keys(words);
  const MOST = 100;

  // As `words_of` in home/handover/search_index.py.
  const wordsOf = (text) =>
    text.replace(/[’']/g, "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

  // The number of letters to add, drop, change or swap to make one word of another; `most` + 1 if it is more.
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [];
    let row = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (let i = 1; i <= one.length; i++) {
      const next = [i];
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1];
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          next[j] = Math.min(next[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...next) > most) return most + 1;
      [before, row] = [row, next];
    }
    return row[other.length];
  }

  // The words of the index that a word may stand for, each with its share: itself, those that begin with it, misspellings.
  function meant(word) {
    const begins = (one) => one === word || (word.length > 2 && one.startsWith(word));
    const found = known.filter(begins).map((one) => [one, one === word ? 1 : 0.5]);
    if (found.length || word.length < 4) return found;
    const most = word.length < 8 ? 1 : 2;
    return known
      .map((one) => [one, distance(word, one, most)])
      .filter(([, far]) => far <= most)
      .map(([one, far]) => [one, 0.5 / far]);
  }

  // Pages with all of the words, or without such a page those with any, the best first.
  function search(text) {
    const asked = [...new Set(wordsOf(text))];
    const found = new Map();
    for (const word of asked) {
      const best = new Map();
      for (const [one, share] of meant(word)) {
        const rows = words[one];
        const rare = Math.log(1 + (2 * pages.length) / rows.length);
        for (let i = 0; i < rows.length; i += 2) {
          best.set(rows[i], Math.max(best.get(rows[i]) ?? 0, share * rare * rows[i + 1]));
        }
      }
      for (const [page, score] of best) {
        const { sum, count } = found.get(page) ?? { sum: 0, count: 0 };
        found.set(page, { sum: sum + score, count: count + 1 });
      }
    }
    const most = Math.max(0, ...[...found.values()].map(({ count }) => count));
    const ranked = [...found].filter(([, { count }]) => count === most).sort(([, a], [, b]) => b.sum - a.sum);
    return { isWhole: most === asked.length, results: ranked.map(([page]) => pages[page]) };
  }

  function show(text) {
    const { isWhole, results } = search(text);
    const heading = document.getElementById("found");
    const list = document.getElementById("copy-results");
    const number = results.length === 1 ? "1 page" : `${results.length} pages`;
    heading.textContent = results.length ? `${number} for “${text}”` : `Nothing found for “${text}”`;
    document.getElementById("copy-note").textContent =
      results.length && !isWhole ? "No page has all of these words. These have some of them." : "";
    for (const [file, title, summary] of results.slice(0, MOST)) {
      const item = document.createElement("li");
      item.className = "ds_search-result";
      const name = document.createElement("h3");
      name.className = "ds_search-result__title";
      const link = document.createElement("a");
      link.className = "ds_search-result__link";
      link.href = `../${file.split("/").map(encodeURIComponent).join("/")}`;
      link.textContent = title;
      name.append(link);
      const about = document.createElement("p");
      about.className = "ds_search-result__summary";
      about.textContent = summary;
      item.append(name, about);
      list.append(item);
    }
    document.getElementById("results").hidden = false;
  }

  const asked = (new URLSearchParams(window.location.search).get("query") ?? "").trim();
  document.getElementById("query").value = asked;
  if (asked) show(asked);
})();
