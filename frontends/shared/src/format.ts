import type { DatePrecision } from "./generated/operations.ts";

/** The time zone in which times are shown. */
const ZONE = "Europe/London";

const PARTS: Record<DatePrecision, Intl.DateTimeFormatOptions> = {
  YEAR: { year: "numeric" },
  MONTH: { year: "numeric", month: "long" },
  DAY: { year: "numeric", month: "long", day: "numeric" },
  TIME: { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
};

/** Returns a date or time in words, as exactly as it is known: “March 2018”. Empty if there is none. */
export function day(
  value: string | null | undefined,
  precision: DatePrecision | null = "DAY",
  language = "en-GB",
): string {
  if (!value) return "";
  const isTime = value.includes("T");
  const parts = PARTS[precision === "TIME" && !isTime ? "DAY" : (precision ?? "DAY")];
  return new Intl.DateTimeFormat(language, { ...parts, timeZone: isTime ? ZONE : "UTC" }).format(new Date(value));
}

/** Returns the time of day of a moment: “14:30”. Empty if there is none. */
export function timeOfDay(value: string | null | undefined, language = "en-GB"): string {
  if (!value) return "";
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: ZONE } as const;
  return new Intl.DateTimeFormat(language, parts).format(new Date(value));
}

type Known = string | null | undefined;

/** Returns a period in words: “2 May 2018 to March 2019”, “since 2017”, “until 2019”. Empty if neither end is known. */
export function period(
  start: Known,
  startPrecision: DatePrecision | null,
  end: Known,
  endPrecision: DatePrecision | null,
): string {
  const from = day(start, startPrecision);
  const to = day(end, endPrecision);
  if (from && to) return from === to ? from : `${from} to ${to}`;
  if (from) return `since ${from}`;
  return to ? `until ${to}` : "";
}

/** Returns the address of a link that calls a number, whose spaces are for readers. */
export const telephoneLink = (number: string): string => `tel:${number.replaceAll(" ", "")}`;

/** Returns the size of a file in words: “2.3 MB”. Empty if it isn't known. */
export function fileSize(bytes: number | null): string {
  if (bytes === null) return "";
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Returns what somebody should know before opening a file: “PDF, 2.3 MB, 12 pages”. */
export function fileFacts(file: { fileType: string; fileSize: number | null; pageCount: number | null }): string {
  const pages = file.pageCount ? `${file.pageCount} ${file.pageCount === 1 ? "page" : "pages"}` : "";
  return [file.fileType.toUpperCase(), fileSize(file.fileSize), pages].filter(Boolean).join(", ");
}
