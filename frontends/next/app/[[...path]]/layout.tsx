import type { ReactNode } from "react";
import { Document } from "@/components/document";
import { pageAt, pathFrom } from "@/lib/pages";

export default async function Layout({ children, params }: LayoutProps) {
  const page = await pageAt(pathFrom((await params).path));
  return <Document language={page?.locale.tag ?? "en"}>{children}</Document>;
}

interface LayoutProps {
  children: ReactNode;
  params: Promise<{ path?: string[] }>;
}
