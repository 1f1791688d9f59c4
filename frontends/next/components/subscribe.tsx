"use client";

import { useActionState } from "react";
import { Field, Problems, Trap } from "@/components/fields";
import { sendSubscription } from "@/lib/actions";

interface Props {
  /** What people agree to; shown unchanged. */
  wording: string;
  streams: readonly { readonly id: string; readonly slug: string; readonly title: string }[];
}

/** Asks to join the newsletter. It works without scripts, too. */
export function SubscribeForm({ wording, streams }: Props) {
  const [{ message, errors, values }, send, isSending] = useActionState(sendSubscription, {
    message: null,
    errors: {},
    values: {},
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
      <Problems errors={errors} prefix="subscribe" />
      <input type="hidden" name="page" value="/subscribe/" />
      <Field
        prefix="subscribe"
        name="email"
        label="Your e-mail address"
        errors={errors}
        values={values}
        type="email"
        autoComplete="email"
      />
      {streams.length > 0 ? (
        <fieldset>
          <legend>What interests you? Choose nothing to get everything.</legend>
          {streams.map(({ id, slug, title }) => (
            <label key={id}>
              <input type="checkbox" name="interests" value={slug} />
              {title}
            </label>
          ))}
        </fieldset>
      ) : null}
      <p>{wording}</p>
      <Trap prefix="subscribe" />
      <button type="submit" disabled={isSending}>
        Subscribe
      </button>
    </form>
  );
}
