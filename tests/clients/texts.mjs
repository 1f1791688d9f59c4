// All rich texts of the hub's key messages, work streams, news and commitments.
const TEXTS = `query Texts {
  keyMessages(first: 100) { nodes { body { ...text } } }
  workStreams(first: 100) { nodes { background { ...text } } }
  news(first: 100) { nodes { body { ...text } } }
  commitments(first: 100) { nodes { text { ...forms } } }
}
fragment text on RichTextBlock { richText { ...forms } }
fragment forms on RichText {
  html
  markdown
  tree
  references { pages { __typename id title } documents { __typename id title } images { __typename id } }
}`;

/** Returns the texts, each with its forms. */
export async function textsOf(endpoint) {
  const address = new URL(endpoint);
  address.searchParams.set("query", TEXTS);
  const { data, errors } = await (await fetch(address)).json();
  if (errors) throw new Error(JSON.stringify(errors));
  return Object.values(data)
    .flatMap((list) => list.nodes)
    .flatMap((node) => [node.text, ...[...(node.body ?? []), ...(node.background ?? [])].map((block) => block.richText)])
    .filter((text) => text?.html);
}
