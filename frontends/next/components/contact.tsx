// Whom readers may ask.
import { hostOf, telephoneLink } from "hub-frontend";
import type { ContactPartsFragment, Mark } from "hub-frontend";
import { Section, Text } from "@/components/parts";

type Props = { contact: ContactPartsFragment | null; mark: Mark };

/** The contact point of a page under a heading; nothing if it names none. */
export function Contact(props: Props) {
  if (!props.contact) return null;
  return (
    <Section title="Contact">
      <ContactPoint {...props} />
    </Section>
  );
}

/** How to reach a contact point; nothing if there is none. */
export function ContactPoint({ contact, mark }: Props) {
  if (!contact) return null;
  const { name, email, phone, hours, address, description } = contact;
  return (
    <>
      <p {...mark}>
        <strong>{name}</strong>
        {email ? (
          <>
            <br />
            E-mail: <a href={`mailto:${email}`}>{email}</a>
          </>
        ) : null}
        {phone ? (
          <>
            <br />
            Phone: <a href={telephoneLink(phone)}>{phone}</a>
            {hours ? ` (${hours})` : null}
          </>
        ) : null}
        {address ? (
          <>
            <br />
            Web: <a href={address}>{hostOf(address)}</a>
          </>
        ) : null}
      </p>
      <Text text={description} />
    </>
  );
}
