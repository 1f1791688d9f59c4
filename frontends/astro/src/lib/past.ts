// The past day that a request asks for, for all that is asked and drawn because of it.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Past } from "hub-frontend";

export const pasts = new AsyncLocalStorage<Past>();
