/**
 * The section with the map of the pool and the picks; the page's script fills it.
 */
import type { View } from "../analysis.ts"
import type { Payload } from "../map/shown.ts"
import { type Html, html, json, type Value } from "./html.ts"
import { details } from "./parts.ts"

const choice = (name: string, title: string, options: ReadonlyArray<readonly [value: string, text: string]>): Html =>
  html`<label>${title} <select data-choice="${name}">${
    options.map(([value, text]) => html`<option value="${value}">${text}</option>`)
  }</select></label>`

const hand = (name: string, text: string, title: string, more: Html = html``): Html =>
  html`<button type="button" data-hand="${name}" title="${title}"${more}>${text}</button>`

/** Zooming, moving and selecting; with keys, once the map has the focus. */
const hands = html`<div class="controls hands" role="group" aria-label="Look closer, and select">
${hand("nearer", "+", "Zoom in", html` aria-label="Zoom in: +"`)}${
  hand("farther", "−", "Zoom out", html` aria-label="Zoom out: −"`)
}${hand("whole", "Whole", "The whole map")}
${hand("lasso", "Lasso", "Draw around items to select them", html` aria-pressed="false"`)}${
  hand("shown", "Select what is shown", "Select all items in the part of the map that is shown")
}${hand("clear", "Clear", "Select nothing")}
</div>`

const unique = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> => [...new Set(values)]

/** Strategies stand in the order that they have everywhere. */
const controls = ({ layouts, runs }: Payload, { series }: View): Html => {
  const ordered = series.map(({ strategy }) => strategy)
  const rounds = Math.max(...runs.map((run) => run.rounds.length))
  return html`<div class="controls">
${choice("strategy", "Strategy", ordered.map((name) => [name, name]))}
${choice("seed", "Seed", unique(runs.map(({ seed }) => String(seed))).map((seed) => [seed, seed]))}
${choice("layout", "Map", layouts.map(({ key, title }) => [key, title]))}
<label>Rounds <input type="range" data-choice="upto" min="1" max="${rounds}" value="${rounds}"> <output data-upto></output></label>
</div>`
}

/** A group's map with its controls, the picks by round, and their reasons as a table. */
export const mapSection = (
  view: View,
  { id, payload, remark }: { readonly id: string; readonly payload: Payload; readonly remark: string | undefined }
): Html => {
  const content: Value =
    html`<div class="scroll" role="region" aria-label="The picks and why" tabindex="0" data-why></div>`
  return html`<div data-map="${id}">
${controls(payload, view)}
${hands}
<div class="split"><svg class="map" viewBox="0 0 1000 1000" role="img" tabindex="0" data-plane></svg>
<div class="chosen-item" aria-live="polite" data-item></div></div>
<p class="caption">The pool in the plane: gray, all items shown; numbered, the picks, from blue in the first round to orange in the last. Choose a pick to see why it was picked. With the map in focus, + and - zoom, 0 shows the whole, the arrow keys move; with a mouse, Ctrl and the wheel zoom, and a drag moves. ${remark}</p>
<div aria-live="polite" data-selected></div>
<div class="rounds" data-rounds></div>
${details("Table", content)}
<noscript><p>The map needs scripts; the picks are in <code>data/picks.csv</code>, and drawn in <code>plots/</code>.</p></noscript>
<script type="application/json" data-payload>${json(payload)}</script>
</div>`
}
