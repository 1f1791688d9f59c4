"use client";

/** The hub doesn't answer, or something else went wrong. */
export default function Failed() {
  return (
    <main className="wide">
      <h1>Sorry, there is a problem</h1>
      <p>This page can't be shown at the moment. Please try again in a few minutes.</p>
      <p>
        <a href="/">Home page</a>
      </p>
    </main>
  );
}
