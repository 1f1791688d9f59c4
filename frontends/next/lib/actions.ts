"use server";

import { giveFeedback, subscribe } from "hub-frontend";
import type { Outcome } from "hub-frontend";
import { straight } from "@/lib/hub";

/** What came of sending a form, and what was in its fields, so that nobody must write it twice. */
export interface Sent extends Outcome {
  readonly values: Readonly<Record<string, string>>;
}

function sent(outcome: Outcome, form: FormData): Sent {
  const texts = [...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
  return { ...outcome, values: Object.fromEntries(texts) };
}

/** Sends the form of `FeedbackForm`. */
export async function sendFeedback(_before: Sent, form: FormData): Promise<Sent> {
  return sent(await giveFeedback(await straight(), form), form);
}

/** Sends the form of `SubscribeForm`. */
export async function sendSubscription(_before: Sent, form: FormData): Promise<Sent> {
  return sent(await subscribe(await straight(), form), form);
}
