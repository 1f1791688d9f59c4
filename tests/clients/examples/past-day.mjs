// The news as readers could read them at the end of a day. Without a day it is today's list.
const endpoint = process.argv[2] ?? "https://hub.example.org/graphql/";
const day = process.argv[3] ?? null;
const address = new URL(endpoint);
address.searchParams.set("query", "query News($day: String) @asOf(at: $day) { news(first: 3) { nodes { title } } }");
address.searchParams.set("variables", JSON.stringify({ day }));

const { data, errors, extensions } = await (await fetch(address)).json();
// INVALID_AS_OF: show the sentence, which names the first known day, and the way to today.
console.log(JSON.stringify({ news: data?.news.nodes, refused: errors?.[0].message, unknown: extensions?.asOf.unknown }));
