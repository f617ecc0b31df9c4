import { assert, describe, it } from "vitest"
import { registry } from "../../test/toys.ts"
import { UnreadableStrategy } from "../Errors.ts"
import * as Registry from "../Registry.ts"
import * as Strategy from "../Strategy.ts"

const refused = (text: string): UnreadableStrategy => {
  try {
    Strategy.readUnsafe(text, registry)
  } catch (error) {
    if (error instanceof UnreadableStrategy) return error
    throw error
  }
  throw new Error("it was read")
}

const text = (source: string) => Strategy.text(Strategy.readUnsafe(source, registry))

describe("parts by name", () => {
  it.each([
    ["top(coordinate)", "top(coordinate(0), position)"],
    ["top(score=coordinate(index=2), ties=seeded)", "top(coordinate(2), seeded)"],
    ["keep-top(coordinate) | first", "keep-top(coordinate(0), 10%) | first"],
    ["keep-top(coordinate, 2 * budget) | top(noise)", "keep-top(coordinate(0), 2*budget) | top(noise, position)"],
    ["at-least(negate(coordinate), -1e-5) | first()", "at-least(negate(coordinate(0)), -0.00001) | first"],
    ["split(k=labeled + budget) | first", "split(labeled+budget) | first"],
    ["best", "best"],
    ["best(share=50%)", "best"],
    ["stretch(3) | best(share=4)", "stretch(3) | keep-top(coordinate(0), 4) | top(coordinate(1), position)"],
    [
      `top(coordinate(tag="it's \\"odd\\", \\\\ (really)"))`,
      `top(coordinate(0, tag="it's \\"odd\\", \\\\ (really)"), position)`
    ],
    [
      "stretch(2) | orElse(first, mix(2: best, 1: first))",
      "orElse(stretch(2) | first, mix(2: stretch(2) | keep-top(coordinate(0), 50%) | top(coordinate(1), position), 1: stretch(2) | first))"
    ]
  ])("%s", (source, printed) => {
    assert.strictEqual(text(source), printed)
  })

  it("a name that is both a recipe's and a selector's is the recipe when it stands alone", () => {
    const part = { ...registry.strategy.get("best")!, name: "first" }
    const both = Registry.merge(registry, Registry.make([{ part }]))
    assert.strictEqual(Strategy.readUnsafe("first", both).recipe?.name, "best")
    assert.isUndefined(Strategy.readUnsafe("stretch(2) | first", both).recipe)
    assert.strictEqual(Strategy.text(Strategy.readUnsafe("stretch(2) | first", both)), "stretch(2) | first")
  })
})

describe("mistakes of meaning", () => {
  it.each<readonly [text: string, at: number, problem: string]>([
    ["tpo(coordinate)", 0, `there is no strategy or selector "tpo". Did you mean "top"?`],
    ["bset", 0, `there is no strategy or selector "bset". Did you mean "best"?`],
    ["entropy-of-all", 0, `there is no strategy or selector "entropy-of-all".`],
    ["splt | first", 0, `there is no stage "splt". Did you mean "split"?`],
    ["top(cordinate)", 4, `there is no score "cordinate". Did you mean "coordinate"?`],
    ["split | stretch", 8, `"stretch" is a stage; a pipeline ends with a selector, such as top(margin)`],
    ["coordinate", 0, `"coordinate" is a score, and a strategy or selector is wanted here`],
    ["first | first", 0, `"first" is a selector, and a stage is wanted here`],
    ["best | first", 0, `"best" is a strategy, and a stage is wanted here`],
    ["top(first)", 4, `"first" is a selector, and a score is wanted here`],
    ["top(3)", 4, "top: score takes a score, such as typicality"],
    ["top", 0, "top: score is missing; it takes a score, such as typicality"],
    ["top(ties=seeded)", 0, "top: score is missing; it takes a score, such as typicality"],
    ["top(coordinate, seeded, 3)", 24, "top takes fewer arguments without a name (score, ties)"],
    ["first(3)", 6, "first takes fewer arguments without a name (none)"],
    ["first(n=3)", 6, `first has no option "n". It takes no options.`],
    ["top(coordinate, tie=seeded)", 16, `top has no option "tie". Did you mean "ties"? It takes score, ties.`],
    ["top(coordinate, score=noise)", 16, `"score" is given twice`],
    ["top(coordinate, ties=random)", 16, `top: ties takes "position" or "seeded", not "random"`],
    ["top(coordinate, random)", 16, `top: ties takes "position" or "seeded", not "random"`],
    ["split(0) | first", 6, "split: k takes a value greater than 0, not 0"],
    ["split(labeled-1) | first", 6, `split: k takes a whole number or e.g. labeled+budget, 10*budget, not "labeled-1"`],
    ["split(k=noise(1)) | first", 8, "split: k takes no part"],
    [
      "keep-top(coordinate, 0%) | first",
      21,
      `keep-top: keep takes a whole number, a share such as 10%, or e.g. 10*budget, not "0%"`
    ],
    ["top(scale(coordinate, 1e999))", 22, "scale: by takes a finite number, not Infinity"],
    ["best(share=lots)", 5, `best: share takes a whole number, a share such as 10%, or e.g. 10*budget, not "lots"`],
    ["mix(1: first, 0: best)", 14, "mix: the weight 0 is not a positive number; leave the part out"],
    [
      "mix(1: first, 2: mix(1: first, -1: best))",
      31,
      "mix: the weight -1 is not a positive number; leave the part out"
    ],
    ["subsample(2.5, first)", 10, "subsample: size takes a whole number from 1, not 2.5"],
    ["subsample(0, first)", 10, "subsample: size takes a whole number from 1, not 0"],
    ["switch(labeled > 5, first, best)", 7, `"labeled > 5" is not one of labeled < n, labeled < n*classes, round < n`],
    ["switch(, first, best)", 7, `"" is not one of labeled < n, labeled < n*classes, round < n`],
    ["orElse(first, bets)", 14, `there is no strategy or selector "bets". Did you mean "best"?`]
  ])("%s", (source, at, problem) => {
    const error = refused(source)
    assert.deepStrictEqual([error.problem, error.at], [problem, at])
  })
})

it("the message shows the line and a caret under the character, however long the text", () => {
  assert.strictEqual(
    refused("split | tpo(coordinate)").message,
    `column 9: there is no strategy or selector "tpo". Did you mean "top"?\n  split | tpo(coordinate)\n          ^`
  )
  const long = `${"stretch(1) | ".repeat(20)}\n tpo`
  const [head, line, caret] = refused(long).message.split("\n")
  assert.match(head!, /^column 263: /)
  assert.strictEqual(line![caret!.indexOf("^")], "t")
  assert.strictEqual(line!.slice(caret!.indexOf("^")), "tpo")
})
