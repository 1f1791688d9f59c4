// The answers of the hub that this process keeps, as long as the hub's headers say.
import { keep, type Keeper } from "hub-frontend";

const NAME = Symbol.for("hub-frontend-next.keeper");

/** The one keeper of the process: Next loads the proxy, the pages and the routes as programs of their own. */
export function keeper(): Keeper {
  const held = globalThis as typeof globalThis & { [NAME]?: Keeper };
  held[NAME] ??= keep();
  return held[NAME];
}
