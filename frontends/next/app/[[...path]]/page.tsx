import type { Metadata } from "next";
import { Frame } from "@/components/frame";
import { NothingHere } from "@/components/nothing-here";
import { PageView } from "@/components/page-view";
import { headOf } from "@/lib/head";
import { pageAt, pathFrom } from "@/lib/pages";

interface Props {
  params: Promise<{ path?: string[] }>;
  searchParams: Promise<{ after?: string | string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = await pageAt(pathFrom((await params).path));
  return page ? headOf(page) : {};
}

export default async function Page({ params, searchParams }: Props) {
  const page = await pageAt(pathFrom((await params).path));
  // `proxy.ts` has given the answer its status.
  if (!page) return <NothingHere />;
  const { after } = await searchParams;
  return (
    <Frame page={page}>
      <PageView page={page} after={typeof after === "string" ? after : null} />
    </Frame>
  );
}
