import { placesOf } from "@marginalia/datasets/files/roles"
import { assert, it } from "vitest"
import { textColumn } from "./text-column.ts"

const found = (table: { readonly [name: string]: ReadonlyArray<unknown> }): string | undefined => {
  const names = Object.keys(table), [first = []] = Object.values(table)
  const rows = first.map((_, i) => names.map((name) => table[name]![i]))
  return names[textColumn(names, rows, placesOf(names, new Set()))]
}

const prose = ["the weather was fine for a while", "nobody had asked for any of it"]

it.each(
  [
    ["by its name, however short its cells are", { id: [1, 2], text: ["fine", "bad"], x: [1, 2] }, "text"],
    [
      "by the last word of its name",
      { review_text: ["so so", "good"], content_type: ["html page", "html page"] },
      "review_text"
    ],
    ["of several the likelier", { title: ["One day", "Two days"], body: ["an apple", "no pear"] }, "body"],
    ["only where there are words in it", { text: ["1", "2"], remarks: prose }, "remarks"],
    ["never a label, whatever it holds", { label: prose, x: [1, 2] }, undefined],
    ["the only one of prose", { remarks: prose, color: ["red", "blue"] }, "remarks"],
    ["none of two of prose", { premise: prose, hypothesis: prose }, undefined],
    [
      "not one of long words alone",
      { url_like: ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbb"] },
      undefined
    ],
    ["whatever is missing", { remarks: [null, undefined, prose[0], "  "], x: [1, 2, 3, 4] }, "remarks"],
    ["no numbers", { x: [1, 2], y: [3, 4] }, undefined]
  ] as const
)("the column of texts is found %s", (_, table, expected) => {
  assert.strictEqual(found(table), expected)
})
