/**
 * The report as one page that needs nothing beside itself.
 */
import { Statistics } from "@marginalia/core"
import { grouped } from "@marginalia/core/Words"
import type { Analysis, View } from "../analysis.ts"
import type { Group } from "../groups.ts"
import { listed } from "../numbers.ts"
import { classes } from "./classes.ts"
import client from "./client.gen.ts"
import { comparison, rankView, reachTable } from "./compare.ts"
import { learningCurves } from "./curves.ts"
import { errors } from "./errors.ts"
import { expectations } from "./forecasts.ts"
import { type Html, html, raw, type Value } from "./html.ts"
import { icon } from "./icon.ts"
import mapClient from "./map-client.gen.ts"
import { heading, section, table } from "./parts.ts"
import { type Made, reproduce } from "./reproduce.ts"
import { sideBySide } from "./sides.ts"
import { stopping } from "./stops.ts"
import { style } from "./style.ts"
import { timingTable } from "./timing.ts"

/** What is on the page beside the numbers. */
export interface Extras extends Made {
  /** Sections after those on classes: the map. */
  readonly maps: ReadonlyArray<readonly [view: View, content: Html]>
  /** Whether pictures of items are shown, where they have some. */
  readonly pictures: boolean
  /** The papers' numbers beside ours, where asked for. */
  readonly papers: Html | undefined
  /** What is missing from the report, and how to get it. */
  readonly remarks: ReadonlyArray<string>
}

interface Part {
  readonly id: string
  readonly title: string
  readonly content: Html | undefined
}

const nameOf = ({ loaded: { experiment }, views }: Analysis): string =>
  experiment?.name ?? listed(views.map(({ group }) => group.title))

const headed = (section: string, several: boolean, { group }: View, content: Value): Html =>
  several ? html`${heading(`${section}-${group.slug}`, group.title)}\n${content}` : html`${content}`

const each = (section: string, { views }: Analysis, of: (view: View) => Value): Html =>
  html`${views.map((view) => headed(section, views.length > 1, view, of(view)))}`

const reach = (analysis: Analysis): Html =>
  each("labels", analysis, ({ sections: [first] }) => {
    const found = first === undefined ? undefined : reachTable(first)
    return found !== undefined && table(found)
  })

/** Undefined where nothing is known of errors on any data set. */
const wrong = (analysis: Analysis, { pictures }: Extras): Html | undefined => {
  const found = new Map(analysis.views.map((view) => [view, errors(view, pictures)]))
  const known = analysis.views.filter((view) => found.get(view) !== undefined)
  return known.length === 0 ? undefined : each("errors", { ...analysis, views: known }, (view) => found.get(view))
}

const range = ({ along, labels }: Group): string =>
  `${labels.length === 1 ? labels[0] : `${labels[0]} to ${labels.at(-1)}`} ${Statistics.unitOf(along)}`

/** What was compared, in two sentences. */
const summary = ({ control, strategies, views }: Analysis): string => {
  const sets = views.map(({ group }) => {
    const [run] = group.runs
    return `${group.title} (a pool of ${grouped(run!.config.size)}, ${group.classes} classes, ${range(group)})`
  })
  const seeds = [...new Set(views.flatMap(({ series }) => series.map(({ runs }) => runs.length)))].sort((a, b) => a - b)
  const many = seeds.at(-1) === 1 ? "1 seed" : `${seeds.join(" or ")} seeds`
  return `${strategies.length} strategies with ${many} on ${listed(sets)}. The others are compared with ${control}.`
}

const scaledMark = ({ loaded: { experiment } }: Analysis): Html | false =>
  experiment?.scaled !== undefined && experiment.scaled !== null &&
  html`<p class="mark">Scaled by ${experiment.scaled}: budgets, pools, widths or seeds were shrunk for a small machine. These numbers are not those of the full protocol.</p>`

const remarksOf = ({ loaded, views }: Analysis, { remarks }: Extras): ReadonlyArray<string> => [
  ...loaded.remarks,
  ...views.flatMap(({ group }) => group.remarks.map((remark) => `${group.title}: ${remark}`)),
  ...remarks
]

const findings = (analysis: Analysis, extras: Extras): Html => {
  const found = Map.groupBy(analysis.loaded.experiment?.findings ?? [], ({ rule }) => rule)
  const remarks = remarksOf(analysis, extras)
  const entries = [
    ...(remarks.length === 0 ? [] : [["missing", remarks] as const]),
    ...Array.from(found, ([rule, all]) => [rule, all.map(({ problem }) => problem)] as const)
  ]
  return entries.length === 0
    ? html`<p>The protocol linter has nothing to say, and nothing is missing.</p>`
    : html`<dl>${
      entries.map(([rule, problems]) => html`<dt>${rule}</dt>${problems.map((problem) => html`<dd>${problem}</dd>`)}\n`)
    }</dl>`
}

const partsOf = (analysis: Analysis, extras: Extras): ReadonlyArray<Part> => {
  const ranks = rankView(analysis)
  const { maps, papers } = extras
  const several = analysis.views.length > 1
  return [
    {
      id: "curves",
      title: "Learning curves",
      content: each("curves", analysis, (view) => learningCurves(analysis, view))
    },
    {
      id: "sides",
      title: "Side by side",
      content: analysis.loaded.sides === undefined
        ? undefined
        : each("sides", analysis, (view) => sideBySide(analysis, view))
    },
    {
      id: "differences",
      title: "Paired comparison",
      content: each("differences", analysis, (view) => comparison(analysis, view))
    },
    { id: "ranks", title: "Ranks over data sets", content: ranks },
    { id: "labels", title: "Labels needed", content: reach(analysis) },
    { id: "stopping", title: "When to stop", content: each("stopping", analysis, (view) => stopping(analysis, view)) },
    {
      id: "ahead",
      title: "What more labels would bring",
      content: each("ahead", analysis, (view) => expectations(analysis, view))
    },
    { id: "classes", title: "Classes", content: each("classes", analysis, (view) => classes(analysis, view)) },
    { id: "errors", title: "What it gets wrong", content: wrong(analysis, extras) },
    {
      id: "map",
      title: "What was picked, and why",
      content: maps.length === 0
        ? undefined
        : html`${maps.map(([view, content]) => headed("map", several, view, content))}`
    },
    { id: "time", title: "Time", content: each("time", analysis, (view) => table(timingTable(view))) },
    { id: "papers", title: "Beside the papers", content: papers },
    { id: "findings", title: "Warnings", content: findings(analysis, extras) },
    { id: "reproduce", title: "To reproduce", content: reproduce(analysis, extras) }
  ]
}

/** The whole page. The same analysis gives the same bytes. */
export const page = (analysis: Analysis, extras: Extras): string => {
  const parts = partsOf(analysis, extras).flatMap(({ content, id, title }) =>
    content === undefined ? [] : [{ content, id, title }]
  )
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="description" content="${summary(analysis)}">
<meta name="generator" content="marginalia ${extras.version}">
<title>${nameOf(analysis)}</title>
<link rel="icon" href="${icon}">
<style>${raw(style)}</style>
</head>
<body>
<main>
<header>
<h1>${nameOf(analysis)}</h1>
<p class="lede">${summary(analysis)}</p>
${scaledMark(analysis)}
${
    remarksOf(analysis, extras).length > 0 &&
    html`<p class="mark">Something is missing or unfinished: see <a href="#findings">warnings</a>.</p>`
  }
<nav aria-label="Sections">${parts.map(({ id, title }) => html`<a href="#${id}">${title}</a> `)}</nav>
</header>
${parts.map(({ content, id, title }) => section(id, title, content))}
<footer>Written by marginalia ${extras.version}. The numbers are in <code>data/</code>, the drawings in <code>plots/</code> beside this page.</footer>
</main>
<script>
${raw(client)}${extras.maps.length > 0 && raw(mapClient)}</script>
</body>
</html>
`.text
}
