"use client";

import { useActionState } from "react";
import { Field, Problems, Trap } from "@/components/fields";
import { sendFeedback } from "@/lib/actions";

const CHOICES = [
  ["YES", "Yes"],
  ["PARTLY", "Partly"],
  ["NO", "No"],
] as const;

interface Props {
  /** The page that the feedback is about. */
  path: string;
  /** The answer that was chosen below that page; empty if none was. */
  useful: string;
  /** What people agree to; shown unchanged. */
  wording: string;
}

/** The form for feedback. It works without scripts, too. */
export function FeedbackForm({ path, useful, wording }: Props) {
  const [{ message, errors, values }, send, isSending] = useActionState(sendFeedback, {
    message: null,
    errors: {},
    values: { useful },
  });
  if (message) {
    return (
      <p role="status" className="notice">
        {message}
      </p>
    );
  }
  return (
    <form action={send} noValidate>
      <Problems errors={errors} prefix="feedback" />
      <input type="hidden" name="page" value={path} />
      <fieldset>
        <legend>Was the page useful?</legend>
        {CHOICES.map(([value, label]) => (
          <label key={value}>
            <input type="radio" name="useful" value={value} defaultChecked={values["useful"] === value} />
            {label}
          </label>
        ))}
      </fieldset>
      <Field prefix="feedback" name="message" label="Your message" errors={errors} values={values} isLong />
      <Field
        prefix="feedback"
        name="name"
        label="Your name (optional)"
        errors={errors}
        values={values}
        autoComplete="name"
      />
      <Field
        prefix="feedback"
        name="email"
        label="Your e-mail address, if you want an answer (optional)"
        errors={errors}
        values={values}
        type="email"
        autoComplete="email"
      />
      <p>{wording}</p>
      <Trap prefix="feedback" />
      <button type="submit" disabled={isSending}>
        Send
      </button>
    </form>
  );
}
