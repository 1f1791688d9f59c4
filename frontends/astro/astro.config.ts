import node from "@astrojs/node";
import type { AstroIntegration } from "astro";
import { defineConfig, envField } from "astro/config";
import { redirectsOf } from "./src/lib/redirects.ts";

// On request unless OUTPUT=static: then all pages of the hub are built at once, and the server is only for search, forms,
// previews and webhooks.
const isStatic = process.env["OUTPUT"] === "static";
const hubUrl = process.env["HUB_URL"] || "http://127.0.0.1:8000/";
const siteUrl = process.env["SITE_URL"] || "http://localhost:4321/";
const { hostname, port, protocol } = new URL(siteUrl);

// The adapter, which is set up first, leaves redirects to its server. A site of files needs them as pages that lead on.
const redirectsAsFiles: AstroIntegration = {
  name: "redirects-as-files",
  hooks: {
    "astro:config:setup": ({ updateConfig }) => {
      updateConfig({ build: { redirects: true } });
    },
  },
};

export default defineConfig({
  site: siteUrl,
  output: isStatic ? "static" : "server",
  adapter: node({ mode: "standalone" }),
  integrations: isStatic ? [redirectsAsFiles] : [],
  redirects: isStatic ? await redirectsOf(hubUrl) : {},
  build: { inlineStylesheets: "always" },
  // For which host forwarded headers are believed: a proxy with TLS gets forms by `https`, and asks this server by `http`.
  security: { allowedDomains: [{ hostname, protocol: protocol.slice(0, -1), ...(port ? { port } : {}) }] },
  // Line breaks between inline elements are spaces.
  compressHTML: false,
  devToolbar: { enabled: false },
  // Readers' addresses as they are: the hub says where a page is, and [...path].astro leads there.
  trailingSlash: "ignore",
  env: {
    schema: {
      HUB_URL: envField.string({ context: "server", access: "secret", default: "http://127.0.0.1:8000/" }),
      HUB_TOKEN: envField.string({ context: "server", access: "secret", optional: true }),
      HUB_PUBLIC_URL: envField.string({ context: "server", access: "secret", optional: true }),
      MEDIA_ORIGINS: envField.string({ context: "server", access: "secret", default: "" }),
      SITE_URL: envField.string({ context: "server", access: "secret", default: "http://localhost:4321/" }),
      WEBHOOK_SECRET: envField.string({ context: "server", access: "secret", optional: true }),
    },
  },
  vite: {
    // Both are source, not built packages.
    ssr: { noExternal: ["hub-frontend", "hub-preview"] },
    // No script in the page itself: the policy forbids it.
    build: { assetsInlineLimit: 0 },
    define: { __STATIC__: JSON.stringify(isStatic) },
  },
});
