// Counts a social post while it is written, and copies it. The rule is that of `programme/social.py`; a test holds both
// to the same cases. What is saved is counted by the server.
const LINK_LENGTH = 23;
const LIGHT_RANGES = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
];
const WORD = "[\\p{L}\\p{N}_]";
const BARE_DOMAINS = "scot|uk|com|org|net|info|eu|ie|gov|edu|int|io|co";
const LINK = new RegExp(
  `https?://[^\\s<>"“”]+|(?<![\\p{L}\\p{N}_@./\\-])(?:[a-z0-9](?:[a-z0-9\\-]*[a-z0-9])?\\.)+(?:${BARE_DOMAINS})(?!${WORD})(?:/[^\\s<>"“”]*)?`,
  "giu",
);
const AFTER_LINK = /[.,;:!?)'’]+$/u;
// Flags of regions and nations, keys with a number, and emoji with their skin tones, joined or alone.
const ONE = "(?![0-9#*])\\p{Emoji}(?:\\p{Emoji_Modifier}|\\uFE0F)?";
const EMOJI = new RegExp(
  `\\p{Regional_Indicator}{2}|\\u{1F3F4}[\\u{E0061}-\\u{E007A}\\u{E0030}-\\u{E0039}]+\\u{E007F}|[0-9#*]\\uFE0F?\\u20E3|${ONE}(?:\\u200D${ONE})*`,
  "gu",
);

function weightedLength(text) {
  let links = 0;
  const words = text.normalize("NFC").replace(LINK, (found) => {
    links += 1;
    return found.slice(found.replace(AFTER_LINK, "").length);
  });
  const emoji = words.match(EMOJI) || [];
  const plain = [...words.replace(EMOJI, "")];
  const light = (code) => LIGHT_RANGES.some(([first, last]) => first <= code && code <= last);
  return (
    LINK_LENGTH * links +
    2 * emoji.length +
    plain.reduce((sum, character) => sum + (light(character.codePointAt(0)) ? 1 : 2), 0)
  );
}

function attend(bar) {
  const limit = Number(bar.dataset.socialLimit);
  const text = document.getElementById("id_text");
  const link = document.getElementById("id_link");
  const copy = bar.querySelector("[data-social-copy]");
  const status = bar.querySelector("[data-social-status]");
  const whole = () => [text.value.trim(), link.value.trim()].filter(Boolean).join("\n");

  // Counted below the text, as every limited field is (`limits.js`).
  hubCount(text, limit, {
    length: () => weightedLength(whole()),
    words: (length) =>
      length > limit
        ? `Counts as ${length} of ${limit}: ${length - limit} too many.`
        : `Counts as ${length} of ${limit}, with its link.`,
    also: [link],
    said: ["The post is too long.", "The post fits."],
  });

  if (!navigator.clipboard) return;
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(whole());
      status.textContent = "Copied. Once it is posted, record its date and address below.";
    } catch {
      status.textContent = "Your browser didn't allow copying: mark the text and copy it by hand.";
    }
  });
}

if (typeof document === "undefined") {
  module.exports = { weightedLength };
} else {
  const bar = document.querySelector("[data-social-limit]");
  if (bar) attend(bar);
}
