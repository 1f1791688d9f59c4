// Next.js: app/news/page.tsx. Its cache holds the answer for a minute, as the hub's headers tell a CDN to.
import { NewsCardsDocument } from "../var/operations";
import { hub } from "./hub";

const ask = hub("https://hub.example.org/graphql/");

export default async function NewsPage() {
  const { news } = await ask(NewsCardsDocument, { first: 20 }, { next: { revalidate: 60 } });
  return (
    <ul>
      {news.nodes.map((item) => (
        <li key={item.id}>
          <a href={item.path}>{item.title}</a> <time dateTime={item.date}>{item.date}</time>
        </li>
      ))}
    </ul>
  );
}
