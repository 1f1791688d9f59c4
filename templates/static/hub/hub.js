// Starts the design system's components. Every page works without this file.
document.documentElement.classList.add("js-enabled");
// The menu's button, which takes the label's place, says what it opens. On the label itself HTML doesn't allow that.
document.querySelector(".js-toggle-menu")?.setAttribute("aria-controls", "mobile-navigation");
window.DS.initAll();
