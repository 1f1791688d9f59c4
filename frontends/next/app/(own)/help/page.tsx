import type { Metadata } from "next";
import { HelpDocument } from "hub-frontend";
import { Frame } from "@/components/frame";
import { Signpost } from "@/components/help";
import { ask } from "@/lib/ask";

export const metadata: Metadata = {
  title: "Where to get help",
  description: "Services that help, with their telephone numbers.",
};

export default async function Page() {
  const { site, helpGroups, signposts } = await ask(HelpDocument, {});
  const groups = helpGroups
    .map((group) => ({
      ...group,
      services: signposts.filter(({ audienceKeys }) => audienceKeys.includes(group.key)),
    }))
    .filter(({ services }) => services.length > 0);
  return (
    <Frame path="/help/">
      <h1>{site.helpQuestion || "Where to get help"}</h1>
      {site.helpSummary ? <p className="lead">{site.helpSummary}</p> : null}
      {groups.map(({ key, heading, services }) => (
        <section key={key} id={key} aria-labelledby={`${key}-title`}>
          <h2 id={`${key}-title`}>{heading}</h2>
          <ul className="cards">
            {services.map((service) => (
              <Signpost key={service.id} of={service} />
            ))}
          </ul>
        </section>
      ))}
    </Frame>
  );
}
