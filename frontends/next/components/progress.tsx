// Recommendations and actions with their status, and the programme's progress in figures.
import { CommitmentsDocument, ProgressDocument, at, day, period } from "hub-frontend";
import type { CommitmentRowFragment, FiguresFragment, Mark } from "hub-frontend";
import { Facts, Fact, PageLink, Status, When } from "@/components/parts";
import { ask } from "@/lib/ask";
import type { BlockOf } from "@/lib/types";

interface TableProps {
  rows: readonly CommitmentRowFragment[];
  caption: string;
  mark?: Mark;
  /** Whether a heading above says the same as the caption. */
  isTitled?: boolean;
}

/** A table of commitments; nothing if there are none. */
export function CommitmentTable({ rows, caption, mark, isTitled = false }: TableProps) {
  if (rows.length === 0) return null;
  return (
    <div className="table" role="group" aria-label={caption} tabIndex={0}>
      <table>
        <caption {...mark} className={isTitled ? "hidden" : undefined}>
          {caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">What was agreed</th>
            <th scope="col">Status</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} {...at(row)}>
              <td>
                <PageLink page={row} />
              </td>
              <td>
                <Status status={row.status} />
              </td>
              <td>{row.statusDate ? <When date={row.statusDate} precision={row.statusDatePrecision} /> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The block that shows the commitments of one work stream, or of the programme. */
export async function ProgressTable({ block }: { block: BlockOf<"ProgressTableBlock"> }) {
  const { title, workStream } = block;
  const { commitments } = await ask(CommitmentsDocument, { stream: workStream?.slug ?? null });
  return (
    <div>
      <CommitmentTable
        rows={commitments.nodes}
        caption={title || `Progress${workStream ? `: ${workStream.title}` : ""}`}
        mark={at(block, "title")}
      />
      {workStream ? (
        <p {...at(block, "workStream")}>
          <PageLink page={workStream} />
        </p>
      ) : null}
    </div>
  );
}

/** The numbers of commitments by status. */
export function Figures({ totals }: { totals: FiguresFragment }) {
  return (
    <ul>
      {totals.counts
        .filter(({ number }) => number > 0)
        .map(({ number, status }) => (
          <li key={status.key}>
            <strong>{number}</strong>{" "}
            <span className={`status ${status.category.toLowerCase()}`}>{status.label}</span>
          </li>
        ))}
      <li>
        <strong>{totals.total}</strong> in total
      </li>
    </ul>
  );
}

/** What the progress page shows besides its own text. */
export async function ProgressOfAll() {
  const { progress, programme } = await ask(ProgressDocument, {});
  return (
    <>
      <section>
        <h2>On {day(progress.asOf)}</h2>
        <Figures totals={progress.totals} />
      </section>
      <section>
        <h2>By work stream</h2>
        <div className="table" role="group" aria-label="Progress by work stream" tabIndex={0}>
          <table>
            <caption className="hidden">Progress by work stream</caption>
            <thead>
              <tr>
                <th scope="col">Work stream</th>
                <th scope="col">Kind</th>
                <th scope="col">Complete</th>
                <th scope="col">No update recorded</th>
                <th scope="col">All</th>
              </tr>
            </thead>
            <tbody>
              {progress.byStream.map(({ kind, workStream, totals }) => (
                <tr key={`${workStream?.id} ${kind.key}`}>
                  <th scope="row">
                    {workStream ? <a href={workStream.path}>{workStream.title}</a> : "No work stream"}
                  </th>
                  <td>{kind.label}</td>
                  <td className="number">{totals.complete}</td>
                  <td className="number">{totals.notRecorded}</td>
                  <td className="number">{totals.total}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {progress.series.length > 0 ? (
        <section>
          <h2>How it came about</h2>
          <div className="table" role="group" aria-label="Progress over time" tabIndex={0}>
            <table>
              <caption>Complete, by day of the record</caption>
              <thead>
                <tr>
                  <th scope="col">Day</th>
                  <th scope="col">Complete</th>
                  <th scope="col">All</th>
                </tr>
              </thead>
              <tbody>
                {progress.series.map(({ date, datePrecision, totals }) => (
                  <tr key={date}>
                    <th scope="row">{day(date, datePrecision)}</th>
                    <td className="number">{totals.complete}</td>
                    <td className="number">{totals.total}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ) : null}
      {programme.phases.length > 0 ? (
        <section>
          <h2>Phases</h2>
          <Facts>
            {programme.phases.map((phase) => (
              <Fact key={phase.id} name={phase.isCurrent ? `${phase.name} (now)` : phase.name}>
                {period(phase.start, phase.startPrecision, phase.end, phase.endPrecision)}. {phase.objective}
              </Fact>
            ))}
          </Facts>
        </section>
      ) : null}
    </>
  );
}
