// Stands for what Next.js and Astro declare, so that the examples are checked without installing either.
interface RequestInit {
  next?: { revalidate?: number; tags?: string[] };
}
declare const Astro: { url: URL };
declare namespace JSX {
  interface IntrinsicElements {
    [name: string]: Record<string, unknown>;
  }
}
