// The two parts that run in a browser, with as much of one as they touch.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { refetchPage } from "../src/preview.ts";
import { startSuggestions } from "../src/suggest.ts";

const own = globalThis.fetch;
beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => {
  mock.timers.reset();
  globalThis.fetch = own;
});

class Element extends EventTarget {
  value = "";
  hidden = true;
  textContent = "";
  children: Element[] = [];
  append(...children: Element[]) {
    this.children.push(...children);
  }
  replaceChildren(...children: Element[]) {
    this.children = children;
  }
  focus() {}
}

type Waiting = { signal: AbortSignal; answer: (response: Response) => void; fail: (error: Error) => void };

/** Starts suggestions, and returns what a reader and the site do. */
function start() {
  Object.assign(globalThis, { document: { createElement: () => new Element() } });
  const [field, list] = [new Element(), new Element()];
  const asked: Waiting[] = [];
  globalThis.fetch = (_address, init) =>
    new Promise((answer, fail) => asked.push({ signal: init?.signal as AbortSignal, answer, fail }));
  const stop = startSuggestions(field as unknown as HTMLInputElement, list as unknown as HTMLElement);
  const type = (words: string) => {
    field.value = words;
    field.dispatchEvent(new Event("input"));
  };
  const press = (key: string) => field.dispatchEvent(Object.assign(new Event("keydown"), { key }));
  return { asked, list, press, stop, type };
}

const SUGGESTIONS = [{ text: "Neglect", about: "", address: "/work-streams/neglect/" }];
const settled = () => new Promise((done) => setImmediate(done));

test("suggestions show, and Escape drops the question that waits and the answer under way", async () => {
  const { asked, list, press, type } = start();
  type("negl");
  mock.timers.tick(100);
  asked[0]?.answer(Response.json(SUGGESTIONS));
  await settled();
  assert.equal(list.hidden, false);
  type("negle");
  press("Escape");
  mock.timers.tick(100);
  assert.equal(asked.length, 1);
  type("neglec");
  mock.timers.tick(100);
  press("Escape");
  assert.ok(asked[1]?.signal.aborted);
  asked[1]?.answer(Response.json(SUGGESTIONS));
  await settled();
  assert.equal(list.hidden, true);
});

test("without the site there are no suggestions, and no error either", async () => {
  const { asked, list, type } = start();
  type("negl");
  mock.timers.tick(100);
  asked[0]?.fail(new TypeError("fetch failed"));
  await settled(); // an unhandled rejection would fail the test
  assert.equal(list.hidden, true);
});

test("after its end nothing is asked", () => {
  const { asked, stop, type } = start();
  stop();
  type("negl");
  mock.timers.tick(100);
  assert.equal(asked.length, 0);
});

test("a preview whose token was refused says so; without a page it stays as it is", async () => {
  const main = { attributes: [], childNodes: [] };
  const page = { title: "Preview", querySelector: () => main, getElementById: () => null };
  const shown = { title: "News", querySelector: () => main, getElementById: () => null };
  Object.assign(globalThis, {
    document: shown,
    location: { href: "https://www.example.org/preview?token=x" },
    DOMParser: class {
      parseFromString = () => page;
    },
  });
  globalThis.fetch = async () => new Response("<main></main>");
  assert.deepEqual(await refetchPage(), { extensions: { sources: [] } });
  globalThis.fetch = async () => new Response("<main></main>", { status: 403 });
  assert.equal((await refetchPage()).errors?.[0]?.extensions.code, "PREVIEW_REFUSED");
  shown.title = "News";
  globalThis.fetch = async () => new Response("<main></main>", { status: 500 });
  await assert.rejects(refetchPage(), /answered 500/);
  assert.equal(shown.title, "News");
});
