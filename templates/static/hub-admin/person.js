// The name of a person is typed once: the title fills in given and family name, until somebody changes these.

const title = document.querySelector("#id_title");
const fields = ["given", "family"].map((name) => document.querySelector(`#id_${name}_name`));

function partsOf(name) {
  const words = name.trim().split(/\s+/);
  return words.length > 1 ? [words.slice(0, -1).join(" "), words.at(-1)] : ["", words[0]];
}

if (title && fields.every(Boolean)) {
  let filledIn = ["", ""];
  title.addEventListener("input", () => {
    if (fields.some((field, index) => field.value !== filledIn[index])) return;
    filledIn = partsOf(title.value);
    fields.forEach((field, index) => {
      field.value = filledIn[index];
    });
  });
}
