// What a reader gets while the hub doesn't answer. `error.tsx` of a page would need scripts to show anything.
const PAGE = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <meta name="robots" content="noindex">
  <title>Sorry, there is a problem</title>
  <style>:root { color-scheme: light dark } body { margin: 2rem; font: 1.125rem/1.6 system-ui, sans-serif }</style>
  <main>
    <h1>Sorry, there is a problem</h1>
    <p>This page can't be shown at the moment. Please try again in a few minutes.</p>
    <p><a href="/">Home page</a></p>
  </main>
</html>`;

/** Returns the answer to a request for a page that can't be made. */
export function outOfOrder(): Response {
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Retry-After": "60" };
  return new Response(PAGE, { status: 503, headers });
}
