import { resolve } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `proxy.ts` knows the one address of each page, and leads there in one step.
  skipTrailingSlashRedirect: true,
  transpilePackages: ["hub-frontend", "hub-preview"],
  // The packages beside this folder are read from where they are.
  outputFileTracingRoot: resolve(import.meta.dirname, "../.."),
  turbopack: { root: resolve(import.meta.dirname, "../..") },
};

export default config;
