// What frontends rely on: requests, kept answers, forms, places for click to edit, signatures. `fetch` is ours.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { afterEach, test } from "node:test";
import {
  at,
  chosenDay,
  day,
  dayIn,
  fileFacts,
  giveFeedback,
  hub,
  HubError,
  insideDay,
  isHandedOn,
  isWrongValue,
  keep,
  onBehalfOf,
  pathAt,
  pathOf,
  robots,
  RouteDocument,
  SuggestDocument,
  subscribe,
  telephoneLink,
  trace,
  verify,
  WrongSignature,
} from "../src/index.ts";

const own = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = own;
});

type Asked = { address: string; init: RequestInit };

/** Answers requests in turn, and returns those that came. */
function answer(...responses: Response[]): Asked[] {
  const asked: Asked[] = [];
  globalThis.fetch = async (address, init = {}) => {
    asked.push({ address: String(address), init });
    return responses[asked.length - 1] as Response;
  };
  return asked;
}

const kept = (tags: string, body = "{}") =>
  new Response(body, { headers: { "Cache-Control": "public, max-age=60", ETag: '"1"', "Surrogate-Key": tags } });

test("a document is asked for by its hash, and sent once if the hub doesn't know it", async () => {
  const unknown = { errors: [{ message: "Send it.", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }] };
  const asked = answer(Response.json(unknown), Response.json({ data: { route: null } }));
  const data = await hub("https://hub.example.org").ask(RouteDocument, { path: "/" });
  assert.deepEqual(data, { route: null });
  const [first, second] = asked;
  const address = new URL(first?.address ?? "");
  assert.equal(address.pathname, "/graphql/");
  assert.equal(JSON.parse(address.searchParams.get("extensions") ?? "").persistedQuery.sha256Hash, RouteDocument.hash);
  assert.equal(second?.init.method, "POST");
  assert.equal(JSON.parse(String(second?.init.body)).query, RouteDocument.text);
});

test("a refusal is thrown with its code", async () => {
  answer(Response.json({ errors: [{ message: "Too much.", extensions: { code: "TOO_COSTLY" } }] }));
  const refused = hub("https://hub.example.org").ask(RouteDocument, { path: "/" });
  await assert.rejects(refused, (error) => error instanceof HubError && error.code === "TOO_COSTLY");
});

test("the hub learns for whom a server asks: what a proxy said, or the address of the connection", async () => {
  const asked = answer(Response.json({ data: { route: null } }));
  const forwarded = new Headers({ "X-Forwarded-For": "198.51.100.7, 10.0.0.2" });
  const site = hub("https://hub.example.org", { headers: onBehalfOf(forwarded, "10.0.0.1") });
  await site.send(RouteDocument, { path: "/" });
  assert.equal(new Headers(asked[0]?.init.headers).get("x-forwarded-for"), "198.51.100.7, 10.0.0.2");
  assert.deepEqual(onBehalfOf(new Headers(), "198.51.100.7"), { "X-Forwarded-For": "198.51.100.7" });
  assert.deepEqual(onBehalfOf(new Headers()), {});
});

test("a value that was changed by hand is told from a fault", () => {
  assert.ok(isWrongValue(new HubError("BAD_CURSOR", "")) && isWrongValue(new HubError("INVALID_DOCUMENT", "")));
  assert.ok(!isWrongValue(new HubError("INTERNAL", "")) && !isWrongValue(new Error("BAD_CURSOR")));
});

const form = (values: Record<string, string>) => {
  const made = new FormData();
  for (const [name, value] of Object.entries(values)) made.set(name, value);
  return made;
};

test("what the hub refuses is said in the form; its faults are said in our words", async (context) => {
  const log = context.mock.method(console, "error", () => undefined);
  const refused = { errors: [{ message: "Wait for a minute.", extensions: { code: "OVER_BUDGET" } }] };
  answer(Response.json(refused), new Response("Bad gateway", { status: 502 }));
  const site = hub("https://hub.example.org");
  const typed = form({ message: "Hello", email: "ada@example.org" });
  assert.deepEqual(await giveFeedback(site, typed), { message: null, errors: { "": "Wait for a minute." } });
  const failed = await subscribe(site, typed);
  assert.equal(failed.message, null);
  assert.match(failed.errors[""] ?? "", /couldn’t be sent/);
  globalThis.fetch = () => Promise.reject(new TypeError("fetch failed"));
  assert.match((await giveFeedback(site, typed)).errors[""] ?? "", /couldn’t be sent/);
  assert.deepEqual(
    log.mock.calls.map((call) => String(call.arguments[0]).split(":")[0]),
    ["OVER_BUDGET", "NO_ANSWER", "NO_ANSWER"],
  );
});

test("an answer is kept until a webhook names one of its tags", async () => {
  const asked = answer(kept("hub newspage"), kept("hub newspage"));
  const keeper = keep();
  await keeper.fetch("https://hub.example.org/a");
  await keeper.fetch("https://hub.example.org/a");
  keeper.drop(["eventpage"]);
  await keeper.fetch("https://hub.example.org/a");
  assert.equal(asked.length, 1);
  keeper.drop(["newspage"]);
  await keeper.fetch("https://hub.example.org/a");
  assert.equal(asked.length, 2);
});

test("an answer that was on its way while something changed isn't kept", async () => {
  const asked: string[] = [];
  const keeper = keep();
  globalThis.fetch = async (address) => {
    asked.push(String(address));
    keeper.drop(["newspage"]);
    return kept("newspage");
  };
  await keeper.fetch("https://hub.example.org/a");
  await keeper.fetch("https://hub.example.org/a");
  assert.equal(asked.length, 2);
});

test("what the hub calls private is never kept", async () => {
  const secret = () => new Response("{}", { headers: { "Cache-Control": "private, no-store" } });
  const asked = answer(secret(), secret());
  const keeper = keep();
  await keeper.fetch("https://hub.example.org/a");
  await keeper.fetch("https://hub.example.org/a");
  assert.equal(asked.length, 2);
});

test("the oldest goes when there are too many", async () => {
  const asked = answer(kept("a"), kept("b"), kept("a"));
  const keeper = keep(1);
  for (const path of ["a", "b", "a"]) await keeper.fetch(`https://hub.example.org/${path}`);
  assert.equal(asked.length, 3);
});

test("values of a draft know their places; those of an answer to a reader don't", () => {
  const draft = trace({ page: { title: "News", body: [{ quote: "Q" }] } });
  assert.deepEqual(at(draft.page, "title"), { "data-hub": "page.title" });
  assert.deepEqual(at(draft.page.body[0], "quote"), { "data-hub": "page.body.0.quote" });
  assert.deepEqual(at(draft.page.body), { "data-hub": "page.body" });
  assert.deepEqual(at({ title: "News" }, "title"), {});
  assert.deepEqual(at(null), {});
});

const SECRET = `whsec_${Buffer.from("a secret of the webhook").toString("base64")}`;
const NOW = Date.UTC(2026, 10, 28);
const BODY = JSON.stringify({ type: "test", timestamp: "2026-11-28T00:00:00Z", data: { events: [], tags: [] } });

function signed(body: string, seconds = NOW / 1000): Headers {
  const value = createHmac("sha256", "a secret of the webhook").update(`msg_1.${seconds}.${body}`).digest("base64");
  const headers = {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1,AAAA v1,${value}`,
  };
  return new Headers(headers);
}

test("a message counts only with a signature of this body, by this secret, of now", async () => {
  assert.equal((await verify(SECRET, BODY, signed(BODY), NOW)).type, "test");
  const wrong = [
    verify(SECRET, `${BODY} `, signed(BODY), NOW),
    verify(`whsec_${btoa("another")}`, BODY, signed(BODY), NOW),
    verify(SECRET, BODY, signed(BODY, NOW / 1000 - 301), NOW),
    verify(SECRET, BODY, new Headers(), NOW),
  ];
  await Promise.all(wrong.map((each) => assert.rejects(each, WrongSignature)));
});

test("dates are as exact as they are known", () => {
  assert.equal(day("2018-03-01", "YEAR"), "2018");
  assert.equal(day("2018-03-01", "MONTH"), "March 2018");
  assert.equal(day("2018-03-01"), "1 March 2018");
  assert.equal(day("2018-07-01T23:30:00Z", "DAY"), "2 July 2018", "of a moment: the day in London");
  assert.equal(day(null), "");
});

test("a file says what it is before somebody opens it", () => {
  assert.equal(fileFacts({ fileType: "pdf", fileSize: 2_345_678, pageCount: 1 }), "PDF, 2.3 MB, 1 page");
  assert.equal(fileFacts({ fileType: "csv", fileSize: null, pageCount: null }), "CSV");
});

test("a number that readers see can be called", () => {
  assert.equal(telephoneLink("0131 555 0100"), "tel:01315550100");
});

test("addresses become paths, and the hub answers for feeds", () => {
  assert.equal(pathOf("/news/first?after=x#top"), "/news/first/");
  assert.equal(pathOf("/"), "/");
  const elsewhere = ["//evil.example/", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n\\evil.example"];
  for (const address of elsewhere)
    assert.equal(new URL(pathOf(address), "https://www.example.org").href, "https://www.example.org/evil.example/");
  assert.ok(isHandedOn("/sitemap-2.xml") && isHandedOn("/feeds/work-streams/neglect.atom"));
  assert.ok(!isHandedOn("/graphql/") && !isHandedOn("/feeds/../admin/x"));
});

test("robots.txt names previews and no page that begins with the same word", () => {
  const rules = robots("https://www.example.org/").split("\n");
  assert.deepEqual(
    rules.filter((line) => line.startsWith("Disallow")),
    ["Disallow: /preview$", "Disallow: /preview?", "Disallow: /preview/"],
  );
});

test("an address names a day and the path of a page on it", () => {
  assert.deepEqual(dayIn("/as-at/2027-06-01/news/"), { day: "2027-06-01", path: "/news/" });
  assert.deepEqual(dayIn("/as-at/2027-06-01T10%3A00%3A00Z"), { day: "2027-06-01T10:00:00Z", path: "/" });
  assert.deepEqual(dayIn("/as-at/%ff/"), { day: "%ff", path: "/" });
  assert.deepEqual(dayIn("/news/"), { day: null, path: "/news/" });
  assert.equal(pathAt("2027-06-01T10:00:00Z", "/news/"), "/as-at/2027-06-01T10%3A00%3A00Z/news/");
});

test("the form for another day leads to the page on that day, and to no other site", () => {
  const chosen = (address: string) => chosenDay(new URL(address, "https://www.example.org"));
  assert.equal(chosen("/as-at/?day=2027-06-01&path=/news/"), "/as-at/2027-06-01/news/");
  assert.equal(chosen("/as-at/?day=2027-06-01"), "/as-at/2027-06-01/");
  assert.equal(chosen("/as-at/?day=1/6/2027&path=//example.com/"), "/as-at/1%2F6%2F2027/");
  assert.equal(chosen("/as-at/?day="), null);
  assert.equal(chosen("/news/?day=2027-06-01"), null);
});

test("links stay inside the day, and texts as they are", () => {
  const page = {
    title: "See /news/",
    path: "/news/",
    url: "https://www.example.org/news/",
    body: [{ html: '<a href="/news/">News</a> <a href="//example.com/">x</a> <a href="https://example.com/">y</a>' }],
    image: null,
  };
  assert.deepEqual(insideDay(page, "2027-06-01"), {
    ...page,
    path: "/as-at/2027-06-01/news/",
    body: [
      {
        html:
          '<a href="/as-at/2027-06-01/news/">News</a> <a href="//example.com/">x</a> ' +
          '<a href="https://example.com/">y</a>',
      },
    ],
  });
});

test("while a past day is shown the hub is asked for it, and what isn't known is noted", async () => {
  const past = { day: "2027-06-01", unknown: new Set<string>() };
  const data = { route: { page: null, redirect: { path: "/news/", url: "", status: 301 } } };
  const asked = answer(
    Response.json({ data, extensions: { asOf: { unknown: ["route.page.image.picture"] } } }),
    Response.json({ data: { suggest: [] } }),
  );
  const site = hub("https://hub.example.org", { past: () => past });
  const { route } = await site.ask(RouteDocument, { path: "/" });
  assert.equal(route?.redirect?.path, "/as-at/2027-06-01/news/");
  assert.deepEqual([...past.unknown], ["route.page.image.picture"]);
  // The search is always today's.
  await site.ask(SuggestDocument, { text: "news" } as never);
  const variables = asked.map(({ address }) => JSON.parse(new URL(address).searchParams.get("variables") ?? ""));
  assert.deepEqual(variables, [{ path: "/", day: "2027-06-01" }, { text: "news" }]);
});
