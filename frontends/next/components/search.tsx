// The search field. It works without scripts; with them it offers suggestions.
import { Suggestions } from "@/components/suggestions";

export function SearchForm({ id, words = "" }: { id: string; words?: string }) {
  return (
    <form
      className="search"
      role="search"
      aria-label={id === "search" ? "Site search" : "Search again"}
      action="/search/"
    >
      <div>
        <label htmlFor={id}>Search this site</label>
        <input
          id={id}
          name="query"
          type="search"
          defaultValue={words}
          maxLength={200}
          autoComplete="off"
          enterKeyHint="search"
        />
      </div>
      <button type="submit">Search</button>
      <Suggestions field={id} />
    </form>
  );
}
