// Puts a button beside each quotation that copies it. Without this file the text is there to be selected.
for (const place of document.querySelectorAll("[data-quotation]")) {
  const words = place.querySelector("p");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ds_button ds_button--secondary ds_button--small";
  button.textContent = "Copy";
  const said = document.createElement("span");
  said.className = "hub_wording__said";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    said.textContent = (await copied(words)) ? "Copied" : "Not copied. The text is selected: copy it from there.";
  });
  place.append(button, said);
}

async function copied(element) {
  try {
    await navigator.clipboard.writeText(element.textContent.trim());
    return true;
  } catch {
    // Without a secure connection, or if the browser refuses, the reader can still copy it themselves.
    window.getSelection().selectAllChildren(element);
    return false;
  }
}
