// The same shape in several widths: image { small: resized(width: 400, height: 300) { url width } large: resized(…) { … } }
type Sized = { url: string; width: number };

// A picture smaller than the sizes asked for has the same width in several of them: once is enough.
export function srcset(files: Sized[]): string {
  const byWidth = new Map(files.map((file) => [file.width, file.url]));
  return [...byWidth].map(([width, url]) => `${url} ${width}w`).join(", ");
}
