/**
 * The section on when to stop: where runs did, and where criteria would have stopped them.
 */
import { Statistics } from "@marginalia/core"
import type { Analysis, View } from "../analysis.ts"
import { spread } from "../numbers.ts"
import { drawCurves } from "../plot/curves.ts"
import type { Replayed } from "../replay.ts"
import { learningMeasures, measureCurve } from "../series.ts"
import type { Stops } from "../stops.ts"
import { legend } from "./curves.ts"
import { type Html, html } from "./html.ts"
import { type Drawing, figure, type Table, table, tabs } from "./parts.ts"

const accuracy = learningMeasures[0]!

/** The learning curves of a view with a hollow mark wherever a criterion ends a run. */
export const drawStops = ({ looks }: Analysis, { group, series }: View, { criterion, did, marks }: Stops): Drawing => {
  const counted = Statistics.unitOf(group.along)
  const drawn = series.map((one) => ({
    name: one.strategy,
    look: looks.get(one.strategy)!,
    points: measureCurve(one, accuracy),
    marks: marks.filter(({ strategy }) => strategy === one.strategy).map((mark) => ({
      at: mark.at,
      value: mark.accuracy
    }))
  }))
  const title = `${group.title}: accuracy over the number of ${counted}, and where ${criterion} ${
    did ? "stopped" : "would have stopped"
  } ${marks.length} of ${group.whole.length} runs`
  const draw = (width: number, height: number, named: boolean) =>
    drawCurves(drawn, group.labels, { title, axis: accuracy.title, counted, width, height, named })
  return { wide: draw(860, 400, true), narrow: draw(358, 300, false) }
}

const row = ({ accuracy, labels, loss, lossError, own, runs, saved, stopped, strategy, worst }: Replayed) => [
  strategy,
  `${stopped} of ${runs}`,
  labels.toFixed(1),
  own.toFixed(0),
  saved.toFixed(1),
  accuracy.toFixed(4),
  spread({ count: runs, mean: loss, standardError: lossError }, 4),
  worst.toFixed(4)
]

/** What a criterion would have saved, by strategy; undefined where runs did stop by it. */
export const stopsTable = ({ group }: View, { criterion, did, rows }: Stops): Table | undefined =>
  did ? undefined : {
    caption: `${group.title}: what ${criterion} would have saved, mean over seeds`,
    head: ["strategy", "stopped early", "labels", "to test on", "saved", "accuracy then", "lost", "most lost"],
    rows: rows.map(row),
    notes: [
      ...(rows.some(({ own }) => own > 0)
        ? ["to test on: labels of test items that the criterion looks at; they are spent, whether or not it says stop"]
        : []),
      "lost: how far below its last accuracy a run would have ended, ± standard error; runs that it does not stop count with " +
      "nothing saved and nothing lost"
    ]
  }

/** What a criterion did or would have done, in a sentence. */
export const stopsSentence = ({ group }: View, { criterion, did, marks, rows }: Stops): string => {
  const of = `${marks.length} of ${group.whole.length} runs`
  if (did) return `${criterion} stopped ${of}. How they would have gone on, nobody knows.`
  const early = rows.reduce((sum, { stopped }) => sum + stopped, 0)
  if (early === 0) return `${criterion} would have stopped none of ${group.whole.length} runs before its end.`
  const fired = rows.filter(({ stopped }) => stopped > 0)
  const range = (of: (row: Replayed) => number, digits: number): string => {
    const values = fired.map((one) => of(one).toFixed(digits))
    const [low, high] = [
      values.toSorted((a, b) => Number(a) - Number(b))[0]!,
      values.toSorted((a, b) => Number(b) - Number(a))[0]!
    ]
    return low === high ? low : `${low} to ${high}`
  }
  const worst = Math.max(...fired.map((one) => one.worst)).toFixed(4)
  return `${criterion} would have stopped ${early} of ${group.whole.length} runs before their end and, by strategy, saved ` +
    `${range(({ saved }) => saved, 0)} labels a run at a loss of ${
      range(({ loss }) => loss, 4)
    } accuracy, at most ${worst} in one run.`
}

const panel = (analysis: Analysis, view: View, stops: Stops) => {
  const found = stopsTable(view, stops)
  const rings =
    "A hollow mark is a run, at its own labels and accuracy; the curves are the means of the rounds that all runs have."
  return {
    title: stops.did ? `did: ${stops.criterion}` : stops.criterion,
    content: html`<p>${stopsSentence(view, stops)}</p>
${figure(drawStops(analysis, view, stops), rings)}${found !== undefined && table(found)}`
  }
}

/** Where the runs of a view stopped or would have, switchable by criterion. */
export const stopping = (analysis: Analysis, view: View): Html =>
  view.group.labels.length < 2
    ? html`<p>There is one round: nothing could have stopped.</p>`
    : html`<div data-highlight>${legend(analysis, view)}
${
      tabs(
        `stops-${view.group.slug}`,
        "Which criterion",
        view.stops.map((stops) => panel(analysis, view, stops))
      )
    }</div>`
