// Small parts that many pages have. Each shows nothing if its value is empty. `at` is for click to edit.
import type { CSSProperties, ElementType, ReactNode } from "react";
import { at, day, fileFacts } from "hub-frontend";
import type { DatePrecision, FileLinkFragment, Mark, PicturePartsFragment, StatusPartsFragment } from "hub-frontend";

type Props = { mark?: Mark };

/** A text in an element of its own. */
export function Text({
  text,
  mark,
  as: Element = "p",
  className,
}: Props & { text: string; as?: ElementType; className?: string }) {
  if (!text) return null;
  return (
    <Element {...mark} className={className}>
      {text}
    </Element>
  );
}

/** Formatted text. The hub has cleaned its HTML. */
export function RichText({ text, mark, className }: Props & { text: { html: string }; className?: string }) {
  if (!text.html) return null;
  return <div {...(mark ?? at(text))} className={className} dangerouslySetInnerHTML={{ __html: text.html }} />;
}

/** A day or a moment, as exactly as it is known. */
export function When({ date, precision = "DAY", mark }: Props & { date: string; precision?: DatePrecision | null }) {
  const length = precision === "TIME" ? date.length : precision === "YEAR" ? 4 : precision === "MONTH" ? 7 : 10;
  return (
    <time {...mark} dateTime={date.slice(0, length)}>
      {day(date, precision)}
    </time>
  );
}

interface Timed {
  readonly start: string | null;
  readonly startPrecision: DatePrecision;
  readonly end: string | null;
  readonly endPrecision: DatePrecision;
}

/** When something that has a beginning or an end held; nothing if neither is known. */
export function Period({ of }: { of: Timed }) {
  const { start, startPrecision, end, endPrecision } = of;
  if (!start && !end) return null;
  return (
    <small>
      {" ("}
      {start ? (
        <span {...at(of, "start")}>
          {end ? "" : "since "}
          <When date={start} precision={startPrecision} />
        </span>
      ) : null}
      {start && end ? " to " : null}
      {end ? (
        <span {...at(of, "end")}>
          {start ? "" : "until "}
          <When date={end} precision={endPrecision} />
        </span>
      ) : null}
      )
    </small>
  );
}

/** A list of facts: names on the left, values on the right. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

/** One fact; left out if it has no value. */
export function Fact({ name, children, mark }: Props & { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === false || children === "") return null;
  return (
    <>
      <dt>{name}</dt>
      <dd {...mark}>{children}</dd>
    </>
  );
}

/** A part of a page with a heading. */
export function Section({ title, id, children }: { title: string; id?: string; children: ReactNode }) {
  return (
    <section>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** A picture in the best format that the browser takes, above a blurred copy until it has come. */
export function Picture({ picture, sizes, eager = false, alt }: PictureProps) {
  const { blurDataUrl, dominantColour, fallback, sources } = picture;
  const style: CSSProperties = {
    ...(dominantColour ? { backgroundColor: dominantColour } : {}),
    ...(blurDataUrl ? { backgroundImage: `url(${blurDataUrl})` } : {}),
  };
  return (
    <picture>
      {sources.map(({ type, srcset }) => (
        <source key={type} type={type} srcSet={srcset} sizes={sizes} />
      ))}
      <img
        {...at(picture)}
        src={fallback.url}
        width={fallback.width}
        height={fallback.height}
        alt={alt ?? picture.alt}
        style={style}
        loading={eager ? "eager" : "lazy"}
        fetchPriority={eager ? "high" : "auto"}
        decoding="async"
      />
    </picture>
  );
}

interface PictureProps {
  picture: PicturePartsFragment;
  sizes: string;
  eager?: boolean;
  /** Instead of the picture's own text; empty where the text beside it says the same. */
  alt?: string;
}

interface Linked {
  readonly id: string;
  readonly title: string;
  readonly path: string;
}

/** A link to a page of the site. */
export function PageLink({ page }: { page: Linked }) {
  return (
    <a {...at(page, "title")} href={page.path}>
      {page.title}
    </a>
  );
}

/** Links to pages, in a list. */
export function PageLinks({ pages }: { pages: readonly Linked[] }) {
  if (pages.length === 0) return null;
  return (
    <ul>
      {pages.map((page) => (
        <li key={page.id} {...at(page)}>
          <PageLink page={page} />
        </li>
      ))}
    </ul>
  );
}

/** The name of an organisation or of something else outside, with its address if it has one. */
export function OutsideLink({ name, address, mark }: Props & { name: string; address: string }) {
  if (!address) return <span {...mark}>{name}</span>;
  return (
    <a {...mark} href={address}>
      {name || address}
    </a>
  );
}

/** A file to download, with its type, size and pages. `title` is used in place of the file's own. */
export function FileLink({ file, title, mark }: Props & { file: FileLinkFragment; title?: string }) {
  return (
    <span {...at(file)}>
      <a {...(title ? mark : at(file, "title"))} href={file.url} hrefLang={file.language || undefined}>
        {title || file.title}
      </a>{" "}
      <small>
        ({fileFacts(file)}
        {file.accessible === false ? "; it may not suit assistive technology" : ""})
      </small>
    </span>
  );
}

/** A status in the colour of its category. Where nothing is recorded, nothing is concluded. */
export function Status({ status }: { status: StatusPartsFragment | null }) {
  return (
    <span {...at(status)} className={`status ${(status?.category ?? "none").toLowerCase()}`}>
      {status?.label ?? "No update recorded"}
    </span>
  );
}

/** Names of terms, such as topics. */
export function Terms({ terms }: { terms: readonly { readonly id: string; readonly name: string }[] }) {
  if (terms.length === 0) return null;
  return (
    <ul>
      {terms.map((term) => (
        <li key={term.id} {...at(term)}>
          {term.name}
        </li>
      ))}
    </ul>
  );
}
