import type { Metadata } from "next";
import { pathOf } from "hub-frontend";
import { FeedbackForm } from "@/components/feedback";
import { Frame } from "@/components/frame";
import { HelpAtOnce } from "@/components/help";
import { wordsOfForms } from "@/lib/words";

export const metadata: Metadata = {
  title: "Give feedback",
  description: "Tell us what was good, what was missing and what we should do differently.",
};

type Values = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");

export default async function Page({ searchParams }: { searchParams: Promise<Values> }) {
  const values = await searchParams;
  const { site, feedbackWording } = await wordsOfForms(null);
  return (
    <Frame path="/feedback/">
      <h1>Give feedback</h1>
      <p className="lead">
        Tell us what was good, what was missing and what we should do differently. You needn't say who you are.
      </p>
      {site.notForForms ? <p className="notice">{site.notForForms}</p> : null}
      <HelpAtOnce />
      <FeedbackForm path={pathOf(one(values["page"]))} useful={one(values["useful"])} wording={feedbackWording} />
    </Frame>
  );
}
