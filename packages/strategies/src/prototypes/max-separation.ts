/**
 * One fixed prototype a class, as far from each other as can be.
 */
import { type Frame, Message, Options, PartFailed, Stage } from "@marginalia/core"
import * as Simplex from "@marginalia/core/Simplex"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** The option ρ of stages and recipes with prototypes. */
export const radius = Options.field(
  Schema.Finite.check(Schema.isGreaterThan(0)),
  1,
  "ρ, the prototypes' length: it scales the training head's logits; similarities do not depend on it"
)

interface Count {
  readonly classes: number
  readonly from: string
}

/** The number of classes, and what says so. */
const count = ({ classes, passes, probability, projection }: Frame.Any): Count | undefined => {
  if (classes !== undefined) return { classes, from: "the query" }
  if (probability !== undefined) return { classes: probability.cols, from: "the width of probability" }
  if (passes !== undefined) return { classes: passes[0]!.cols, from: "the width of passes" }
  if (projection !== undefined) return { classes: projection.cols + 1, from: "the width of projection, plus one" }
  return undefined
}

const classes = Message.setting("classes")

const refuse = (problem: Message.Message, value: number | undefined) =>
  new PartFailed({ part: "max-separation", problem, reason: "Classes", value, expected: "2 classes or more" })

/** What {@link maxSeparation} takes. */
export interface MaxSeparationOptions {
  /** ρ, the prototypes' length: it scales the training head's logits; similarities do not depend on it. Default 1. */
  readonly radius?: number
}

/**
 * Adds the maximally separated prototypes of all C classes: unit vectors times ρ in C − 1 dimensions, pairwise cosine
 * −1/(C − 1). C is what the query says (classes, labels, probability), else the width of `projection` plus one; the
 * trace says which. Skipped when `prototype` is given. O(C) time and memory.
 *
 * Source: Kasarla, Burghouts, van Spengler, van der Pol, Cucchiara & Mettes 2022; MSAL, equation 1.
 */
export const maxSeparation: Stage.Maker<MaxSeparationOptions, never, "prototype"> = Stage.define({
  name: "max-separation",
  summary: "one maximally separated prototype a class",
  source: "Kasarla, Burghouts, van Spengler, van der Pol, Cucchiara & Mettes 2022; MSAL, equation 1",
  options: Schema.Struct({ radius }),
  needs: [],
  adds: ["prototype"],
  run: ({ radius }) => (frame: Frame.Any) => {
    const found = count(frame)
    if (found === undefined) {
      const problem = Message.text`the number of classes is unknown; give it with the query (${classes})`
      return Effect.fail(refuse(problem, undefined))
    }
    if (found.classes < 2) {
      const problem = `there is ${found.classes} class (from ${found.from}), and prototypes need at least 2`
      const hint = Message.text`give the number of classes with the query (${classes})`
      return Effect.fail(refuse(Message.text`${problem}; ${hint}`, found.classes))
    }
    return Effect.succeed({ columns: { prototype: Simplex.make(found.classes, radius) }, notes: { ...found } })
  }
})
