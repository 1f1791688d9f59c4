// Starts the design system's components. Every page works without this file.
document.documentElement.classList.add("js-enabled");
window.DS.initAll();
