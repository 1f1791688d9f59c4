import type { Metadata } from "next";
import { DraftDocument, HubError, trace } from "hub-frontend";
import { Frame } from "@/components/frame";
import { LivePreview } from "@/components/live-preview";
import { PageView } from "@/components/page-view";
import { Unseen } from "@/components/unseen";
import { straight } from "@/lib/hub";
import { publicHubAddress } from "@/lib/settings";

export const metadata: Metadata = { title: "Preview", robots: { index: false, follow: false } };

/** A draft, as an editor's token opens it. Nothing of it is kept. */
export default async function Page({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams;
  if (typeof token !== "string") return <Refused message="This address is for previews from the hub's editor." />;
  const answer = await draftOf(token);
  if (typeof answer === "string") return <Refused message={answer} />;
  const { page } = trace(answer.data);
  if (!page) return <Refused message="There is no draft behind this address." />;
  return (
    <Frame page={page} isDraft>
      <PageView page={page} after={null} />
      <Unseen page={page} />
      <LivePreview hub={publicHubAddress()} answer={answer} />
    </Frame>
  );
}

/** The draft, or the sentence with which the hub refuses it. */
async function draftOf(token: string) {
  try {
    const { data, extensions } = await (await straight()).send(DraftDocument, { token });
    return { data, extensions };
  } catch (error) {
    if (error instanceof HubError) return error.message;
    throw error;
  }
}

function Refused({ message }: { message: string }) {
  return (
    <Frame path="/preview/" isDraft>
      <h1>No preview</h1>
      <p>{message}</p>
    </Frame>
  );
}
