import type { ReactNode } from "react";
import { Document } from "@/components/document";

// Views of this site that are no pages of the hub. Each is made when it is asked for.
export const dynamic = "force-dynamic";

export default function Layout({ children }: { children: ReactNode }) {
  return <Document language="en">{children}</Document>;
}
