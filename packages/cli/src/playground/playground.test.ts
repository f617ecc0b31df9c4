import { assert, it } from "@effect/vitest"
import { summaryOf } from "./playground.ts"

const summary = (
  size: number,
  ids: ReadonlyArray<string>,
  labeled: ReadonlyArray<number>,
  truth: ReadonlyArray<number>
) => summaryOf("p.npy", { size, wire: { ids, labeled, truth } })

it("the summary counts what is shown and labeled, and says why there are no labels where all have one", () => {
  assert.strictEqual(summary(2, ["a", "b"], [1], [-1, 0]), "p.npy: 2 items, 1 label; Ctrl-C ends it")
  assert.strictEqual(summary(9, ["a", "b"], [], [-1, -1]), "p.npy: 2 items of 9, 0 labels; Ctrl-C ends it")
  assert.strictEqual(
    summary(2, ["a", "b"], [], [1, 0]),
    "p.npy: 2 items, all labeled: the page begins with no labels, and gives them as items are picked; Ctrl-C ends it"
  )
})
