import type { Metadata } from "next";
import { Frame } from "@/components/frame";
import { SubscribeForm } from "@/components/subscribe";
import { wordsOfForms } from "@/lib/words";

export const metadata: Metadata = {
  title: "Get news by e-mail",
  description: "Subscribe to the newsletter of this site.",
};

export default async function Page() {
  const { site, subscribeWording, workStreams } = await wordsOfForms(null);
  return (
    <Frame path="/subscribe/">
      <h1>{site.newsletterName ? `Get ${site.newsletterName} by e-mail` : "Get news by e-mail"}</h1>
      <SubscribeForm wording={subscribeWording} streams={workStreams.nodes} />
    </Frame>
  );
}
