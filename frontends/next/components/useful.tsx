const ANSWERS = { YES: "Yes", PARTLY: "Partly", NO: "No" };

/** “Was this page useful?” below every page: links to the form, so that pages need no script for it. */
export function Useful({ path }: { path: string }) {
  const address = (answer: string) =>
    `/feedback/?${new URLSearchParams(answer ? { page: path, useful: answer } : { page: path })}`;
  return (
    <section className="feedback" aria-labelledby="useful">
      <h2 id="useful">Was this page useful?</h2>
      <ul>
        {Object.entries(ANSWERS).map(([answer, words]) => (
          <li key={answer}>
            <a href={address(answer)} rel="nofollow">
              {words}
              <span className="hidden">
                , this page was {answer === "YES" ? "" : answer === "NO" ? "not " : "partly "}useful
              </span>
            </a>
          </li>
        ))}
        <li>
          <a href={address("")} rel="nofollow">
            Tell us more
          </a>
        </li>
      </ul>
    </section>
  );
}
