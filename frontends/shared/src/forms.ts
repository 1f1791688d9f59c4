import { GiveFeedbackDocument, SubscribeDocument } from "./generated/documents.ts";
import type { FeedbackInput, SubscribeInput, Useful } from "./generated/operations.ts";
import { type Hub, HubError } from "./hub.ts";

export interface Outcome {
  /** What to tell the person, if it was accepted. */
  readonly message: string | null;
  /** Otherwise the sentences, by the name of the field; under an empty name if they concern the whole form. */
  readonly errors: Readonly<Record<string, string>>;
}

interface UserError {
  readonly field: readonly string[];
  readonly message: string;
}

const byField = (errors: readonly UserError[]) =>
  Object.fromEntries(errors.map((each) => [each.field.join("."), each.message]));

const text = (form: FormData, name: string) => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
};

const texts = (form: FormData, name: string) => form.getAll(name).filter((each) => typeof each === "string");

const USEFUL: readonly Useful[] = ["YES", "PARTLY", "NO"];

/** Returns the input of `submitFeedback` that a form holds. Its fields have the names of the input's. */
export function feedbackOf(form: FormData): FeedbackInput {
  const useful = USEFUL.find((each) => each === text(form, "useful"));
  const names = ["message", "name", "email", "page", "workStream"] as const;
  const given = names.map((name) => [name, text(form, name)]).filter(([, value]) => value);
  return { ...Object.fromEntries(given), ...(useful ? { useful } : {}) } as FeedbackInput;
}

/** Returns the input of `subscribe` that a form holds. */
export function subscriptionOf(form: FormData): SubscribeInput {
  const page = text(form, "page");
  return { email: text(form, "email"), interests: texts(form, "interests"), ...(page ? { page } : {}) };
}

// A field that people don't see: only a robot fills it in, and gets the usual answer.
export const TRAP = "website";

// What went wrong between this site and the hub has no sentence for readers.
const FAULTS: readonly string[] = ["INTERNAL", "NO_ANSWER", "NO_DATA", "UNKNOWN"];
const NOT_SENT = "This couldn’t be sent just now. Please try again in a few minutes.";

// A refusal is an outcome, too: the form shows again, with what was typed.
async function sent(sending: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await sending();
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    console.error(`${error.code}: ${error.message}`);
    return { message: null, errors: { "": FAULTS.includes(error.code) ? NOT_SENT : error.message } };
  }
}

/** Sends feedback. A refusal by the hub is in the outcome. */
export async function giveFeedback(hub: Hub, form: FormData): Promise<Outcome> {
  return text(form, TRAP) ? { message: "Thank you.", errors: {} } : sent(() => feedback(hub, form));
}

async function feedback(hub: Hub, form: FormData): Promise<Outcome> {
  const { submitFeedback } = (await hub.send(GiveFeedbackDocument, { input: feedbackOf(form) })).data;
  const { number, message, userErrors } = submitFeedback;
  if (userErrors.length) return { message: null, errors: byField(userErrors) };
  if (message) return { message, errors: {} };
  return { message: number ? `Thank you. The number of your feedback is ${number}.` : "Thank you.", errors: {} };
}

/** Asks to join the newsletter. The owner of the mailbox confirms it by a message. A refusal is in the outcome. */
export async function subscribe(hub: Hub, form: FormData): Promise<Outcome> {
  return text(form, TRAP) ? { message: "Check your e-mail.", errors: {} } : sent(() => subscription(hub, form));
}

async function subscription(hub: Hub, form: FormData): Promise<Outcome> {
  const { message, userErrors } = (await hub.send(SubscribeDocument, { input: subscriptionOf(form) })).data.subscribe;
  return { message, errors: byField(userErrors) };
}
