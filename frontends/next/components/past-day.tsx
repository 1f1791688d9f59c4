// What pages of a past day have around them: which day it is, the way to today, a form for another day, what isn't known.
import { day, type Past } from "hub-frontend";

/** The form for the site as it was on another day; `path` is that of a page, without a day. */
export function DayForm({ path }: { path: string }) {
  return (
    <form className="day-form" action="/as-at/" method="get">
      <input type="hidden" name="path" value={path} />
      <div>
        <label htmlFor="day">Show another day</label>
        <input id="day" name="day" type="date" required />
      </div>
      <button type="submit">Show</button>
    </form>
  );
}

/** The bar above the page. */
export function PastDay({ past, path }: { past: Past; path: string }) {
  const words = /^\d{4}-\d{2}-\d{2}$/.test(past.day) ? day(past.day, "DAY") : past.day;
  return (
    <aside className="past-day" aria-label="Past day">
      <div className="wide">
        <p>
          You see this site as it was on <strong>{words}</strong>. Help and its telephone numbers are today’s. Forms and
          the search are only on today’s site.
        </p>
        <p>
          <a href={path}>Go to today’s page</a>
        </p>
        <DayForm path={path} />
      </div>
    </aside>
  );
}

/** What of the page isn't known for the day. */
export function NotKnown({ past }: { past: Past }) {
  if (past.unknown.size === 0) return null;
  return (
    <aside className="notice" aria-label="Not known">
      <p>Some of this page isn’t known for this day, such as a picture that isn’t kept. It is left out.</p>
      <details>
        <summary>Which parts</summary>
        <ul>
          {[...past.unknown].sort().map((path) => (
            <li key={path}>{path}</li>
          ))}
        </ul>
      </details>
    </aside>
  );
}
