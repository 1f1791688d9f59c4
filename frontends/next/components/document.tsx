import "hub-frontend/style.css";
import type { ReactNode } from "react";
import { styleOf } from "hub-frontend";
import { frame } from "@/lib/pages";

/** The HTML around every page, with the colours and the typeface that were chosen in the hub. */
export async function Document({ language, children }: { language: string; children: ReactNode }) {
  const { site } = await frame(null);
  const style = styleOf(site.look);
  return (
    <html lang={language}>
      <head>
        {site.look.favicon ? <link rel="icon" href={site.look.favicon} /> : null}
        {style ? <style dangerouslySetInnerHTML={{ __html: style }} /> : null}
      </head>
      <body>{children}</body>
    </html>
  );
}
