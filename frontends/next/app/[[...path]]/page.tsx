import type { Metadata } from "next";
import { dayIn } from "hub-frontend";
import { Frame } from "@/components/frame";
import { NothingHere, NothingThen, RefusedDay } from "@/components/nothing-here";
import { PageView } from "@/components/page-view";
import { headOf } from "@/lib/head";
import { pageAt, pathFrom } from "@/lib/pages";
import { refusal, shownPast } from "@/lib/past";

interface Props {
  params: Promise<{ path?: string[] }>;
  searchParams: Promise<{ after?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = await pageAt(pathFrom((await params).path));
  const isPast = (await shownPast()) !== null;
  if (await refusal()) return { title: "This day can’t be shown", robots: { index: false } };
  return page ? headOf(page, isPast) : isPast ? { title: "Not public on that day", robots: { index: false } } : {};
}

export default async function Page({ params, searchParams }: Props) {
  const page = await pageAt(pathFrom((await params).path));
  const [past, reason] = [await shownPast(), await refusal()];
  if (reason) return <RefusedDay reason={reason} path={dayIn(pathFrom((await params).path)).path} />;
  // `proxy.ts` has given the answer its status.
  if (!page) return past ? <NothingThen past={past} /> : <NothingHere />;
  const { after } = await searchParams;
  return (
    <Frame page={page}>
      <PageView page={page} after={typeof after === "string" ? after : null} />
    </Frame>
  );
}
