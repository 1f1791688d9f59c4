// Starts the design system's components. Every page works without this file.
document.documentElement.classList.add("js-enabled");
// The menu's button, which takes the label's place, says what it opens. On the label itself HTML doesn't allow that.
document.querySelector(".js-toggle-menu")?.setAttribute("aria-controls", "mobile-navigation");
window.DS.initAll();

// Escape first closes what is open, the suggestions or the menu. Only pressed again does it leave the site, where a page offers
// that: the design system does so when the key comes up, whatever it went down for.
let closing = false;
window.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("button.js-toggle-menu[aria-expanded='true']");
    closing = Boolean(menu || document.querySelector(".js-has-suggestions"));
    menu?.click();
  },
  true,
);
window.addEventListener(
  "keyup",
  (event) => {
    if (event.key === "Escape" && closing) event.stopPropagation();
  },
  true,
);
