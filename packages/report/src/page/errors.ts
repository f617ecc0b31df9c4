/**
 * The section on errors: which class is taken for which, and the items that models get wrong.
 */
import { Statistics } from "@marginalia/core"
import { counted } from "@marginalia/core/Words"
import type { View } from "../analysis.ts"
import { type Confusion, confusionOf, mistakesOf, type WrongItem, wrongItems } from "../errors.ts"
import { slugsOf } from "../groups.ts"
import { type Sprite, sprite } from "../map/thumbnails.ts"
import { drawHeat } from "../plot/heat.ts"
import { type Html, html } from "./html.ts"
import { type Drawing, figure, type Table, table, tabs } from "./parts.ts"

/** A matrix of more classes is not drawn. */
const MOST_DRAWN = 25

/** Mistakes that a table lists, and items that a gallery shows, of each strategy. */
const MOST_LISTED = 12, MOST_SHOWN = 24

const where = ({ on }: Confusion): string => on === "test" ? "test items" : "items of the pool that have no label"

/** The shares of each true class, drawn; undefined where there are too many classes. */
export const confusionDrawn = ({ group }: View, confusion: Confusion): Drawing | undefined => {
  const { classNames } = group, { counts, strategy } = confusion
  if (classNames.length > MOST_DRAWN) return undefined
  const rows = counts.map((row, c) => {
    const of = row.reduce((a, b) => a + b, 0)
    return { name: classNames[c]!, values: row.map((count) => count === 0 ? undefined : count / of) }
  })
  const title = `${group.title}, ${strategy}: the share of each class (row) that is taken for each (column), on ${
    where(confusion)
  }`
  const draw = (width: number) => drawHeat(rows, classNames, { title, width, most: 1, digits: 2 })
  return { wide: draw(700), narrow: draw(358) }
}

const after = ({ group: { along, labels } }: View): string => `${labels.at(-1)} ${Statistics.unitOf(along)}`

/** The counts, by true and by predicted class. */
export const confusionTable = (view: View, confusion: Confusion): Table => ({
  caption: `${view.group.title}, ${confusion.strategy}: counts by true class (rows) and predicted class (columns)`,
  head: ["true class", ...view.group.classNames],
  rows: confusion.counts.map((row, c) => [view.group.classNames[c]!, ...row.map(String)])
})

/** The most frequent mistakes. */
export const mistakesTable = ({ group: { classNames, title } }: View, confusion: Confusion): Table => ({
  caption: `${title}, ${confusion.strategy}: what is mistaken most often, on ${where(confusion)}`,
  head: ["true class", "taken for", "share of the class", "times"],
  rows: mistakesOf(confusion, MOST_LISTED).map(({ actual, count, of, predicted }) => [
    classNames[actual]!,
    classNames[predicted]!,
    `${(100 * count / of).toFixed(1)} %`,
    `${count} of ${of}`
  ])
})

/** Where a picture lies in the one that holds all. */
const picture = ({ across, positions, tall, wide }: Sprite, position: number): Html | undefined => {
  const at = positions.indexOf(position)
  if (at < 0) return undefined
  const size = 4.2, w = size * Math.min(1, wide / tall), h = size * Math.min(1, tall / wide)
  const rows = Math.ceil(positions.length / across), x = at % across, y = Math.floor(at / across)
  const place = `background-position:${-x * w}rem ${-y * h}rem;background-size:${across * w}rem ${rows * h}rem`
  return html`<span class="thumb" aria-hidden="true" style="width:${w}rem;height:${h}rem;${place}"></span>`
}

const tile = (
  { group }: View,
  images: Sprite | undefined,
  { actual, of, position, predicted, wrong }: WrongItem
): Html => {
  const id = group.items!.ids[position]!, name = (c: number) => group.classNames[c]!
  return html`<li>${images !== undefined && picture(images, position)}<b title="${id}">${id}</b>
<span>${name(actual)}, taken for ${name(predicted)}</span> <span>${
    of === 1 ? "" : `by ${wrong} of ${of} models`
  }</span></li>
`
}

/** The items that a strategy's models get wrong; undefined where they are not at hand, or none is. */
const gallery = (view: View, wrong: ReadonlyArray<WrongItem>, images: Sprite | undefined): Html | undefined =>
  wrong.length === 0 ?
    undefined :
    html`<p class="caption">The ${
      counted(wrong.length, "item")
    } of the pool without a label that most of its models get wrong, one model a seed.</p>
<ul class="gallery">${wrong.map((one) => tile(view, images, one))}</ul>`

const panel = (view: View, confusion: Confusion | undefined, shown: Html | undefined): Html => {
  const mistakes = confusion === undefined ? undefined : mistakesTable(view, confusion)
  const drawing = confusion === undefined ? undefined : confusionDrawn(view, confusion)
  const seeds = confusion === undefined || confusion.seeds === 1 ? "" : `, all ${confusion.seeds} seeds together`
  return html`${
    drawing !== undefined && confusion !== undefined &&
    figure(
      drawing,
      `The share of each class (row) that is taken for each (column) after ${after(view)}, on ${
        where(confusion)
      }${seeds}; an empty cell is none.`,
      confusionTable(view, confusion)
    )
  }${
    mistakes !== undefined && (mistakes.rows.length > 0 ? table(mistakes) : html`<p>Nothing is mistaken.</p>`)
  }${shown}`
}

/** Confusions and wrong items of each strategy; undefined where neither is known. `withImages`: whether pictures are shown. */
export const errors = (view: View, withImages: boolean): Html | undefined => {
  const { group, series } = view
  const found = series.map((one) => ({
    strategy: one.strategy,
    confusion: confusionOf(group, one),
    wrong: wrongItems(group, one, MOST_SHOWN)
  }))
  if (found.every(({ confusion, wrong }) => confusion === undefined && wrong.length === 0)) return undefined
  const all = [...new Set(found.flatMap(({ wrong }) => wrong.map(({ position }) => position)))]
  const images = withImages && group.items?.images !== undefined ? sprite(group.items.images, all) : undefined
  const slugs = slugsOf(found.map(({ strategy }) => strategy))
  const panels = found.map(({ confusion, strategy, wrong }) => ({
    id: `errors-${group.slug}-${slugs.get(strategy)!}`,
    title: strategy,
    content: panel(view, confusion, gallery(view, wrong, images))
  }))
  const ground = images === undefined ? "" : `--pictures:url(${images.url})`
  return html`<div style="${ground}">${tabs(`errors-${group.slug}`, "Strategy", panels)}</div>`
}
