// Counts a social post while it is written, and copies it. The rules are those of `engagement/social/platforms.py`; a test
// holds both to the same cases. What is saved is counted by the server.
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

const WITH_SCHEME = /https?:\/\/[^\s<>"“”]+/giu;
const MENTION = new RegExp(`(?<![\\p{L}\\p{N}_/@])(@${WORD}+(?:[\\p{L}\\p{N}_.\\-]*${WORD})?)@[\\p{L}\\p{N}_.\\-]+${WORD}`, "gu");
const SHOWN_PATH = 15;
const CUT_PATH = 13;

function graphemes(text) {
  const emoji = text.match(EMOJI) || [];
  return emoji.length + [...text.replace(EMOJI, "").replace(/[\p{M}\u200C\u200D]/gu, "")].length;
}

function linksReplaced(text, pattern, by) {
  return text.replace(pattern, (found) => {
    const link = found.replace(AFTER_LINK, "");
    return by(link) + found.slice(link.length);
  });
}

function shortLink(link) {
  const [, host, path] = link.replace(/^https?:\/\//iu, "").match(/^([^/]*)(.*)$/su);
  if (path.length < 2) return host;
  return host + ([...path].length > SHOWN_PATH ? `${[...path].slice(0, CUT_PATH).join("")}...` : path);
}

const LENGTHS = {
  weighted: weightedLength,
  bluesky: (text) => graphemes(linksReplaced(text, LINK, shortLink)),
  mastodon: (text) => graphemes(linksReplaced(text, WITH_SCHEME, () => "x".repeat(LINK_LENGTH)).replace(MENTION, "$1")),
  characters: (text) => text.length,
};

const SAID = ["The post is too long.", "The post fits."];

function inFigures(length, limit, name) {
  const place = name ? ` on ${name}` : "";
  if (!limit) return `Counts as ${length}${place}, which has no limit.`;
  const count = `Counts as ${length} of ${limit}${place}`;
  return length > limit ? `${count}: ${length - limit} too many.` : `${count}, with its link.`;
}

// The form of one post: the account says how it is counted.
function attend(bar) {
  const rules = JSON.parse(document.getElementById("social-rules").textContent);
  const text = document.getElementById("id_text");
  const link = document.getElementById("id_link");
  const channel = document.getElementById("id_channel");
  const copy = bar.querySelector("[data-social-copy]");
  const status = bar.querySelector("[data-social-status]");
  const whole = () => [text.value.trim(), link.value.trim()].filter(Boolean).join("\n");
  const rule = () => rules[channel.value] || rules[""];
  // Counted below the text, as every limited field is (`limits.js`), in parts of the limit of the account.
  hubCount(text, 1, {
    length: () => LENGTHS[rule().counting](whole()) / (rule().limit || Infinity),
    words: () => `${inFigures(LENGTHS[rule().counting](whole()), rule().limit, rule().name)} ${rule().advice}`.trim(),
    also: [link],
    said: SAID,
  });
  channel.addEventListener("change", () => text.dispatchEvent(new Event("input")));

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
  module.exports = { weightedLength, LENGTHS };
} else {
  const bar = document.querySelector("[data-social-bar]");
  if (bar) attend(bar);
}
