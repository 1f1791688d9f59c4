// No build step: a stored document by its name. The address is the key of every cache, so write it always alike.
const endpoint = process.argv[2] ?? "https://hub.example.org/graphql/";
const address = new URL(endpoint);
address.searchParams.set("document", "NewsItem");
address.searchParams.set("variables", JSON.stringify({ slug: "eyes-open" }));

const first = await fetch(address);
const { data, errors } = await first.json();
if (errors) throw new Error(errors[0].message);

// Later: send back the ETag. While nothing has changed the answer is 304, without a body.
const again = await fetch(address, { headers: { "If-None-Match": first.headers.get("etag") } });
console.log(JSON.stringify({ title: data.newsItem.title, again: again.status }));
