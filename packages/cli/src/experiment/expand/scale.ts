/**
 * A smaller experiment of the same form, for a smaller machine.
 */
import { network, recipe } from "@marginalia/models/training"
import type { LearnerWord } from "../file/learner.ts"
import type { Unit } from "../unit.ts"

const shrunk = (value: number, scale: number, least = 1): number =>
  Math.min(value, Math.max(least, Math.round(value * scale)))

const learning = <L extends Pick<LearnerWord, "network" | "recipe">>(learner: L, scale: number): L => {
  const { network: spec } = learner
  const smaller = spec.kind === "resnet"
    ? { ...spec, width: shrunk(spec.width, scale, 4) }
    : spec.kind === "mlp"
    ? { ...spec, hidden: spec.hidden.map((width) => shrunk(width, scale, 4)) }
    : spec
  return {
    ...learner,
    network: network(smaller as never),
    recipe: recipe({ ...learner.recipe, epochs: shrunk(learner.recipe.epochs, scale) })
  }
}

/** Budgets (to one item a class at least), initial sets, pools, widths and epochs, times `scale`. */
export const scaled = (
  unit: Unit,
  scale: number,
  { classes, pool }: { readonly classes: number; readonly pool: number }
): Unit => ({
  ...unit,
  budget: shrunk(unit.budget, scale, classes),
  initial: unit.initial.kind === "none"
    ? unit.initial
    : { ...unit.initial, items: shrunk(unit.initial.items, scale, classes) },
  data: {
    ...unit.data,
    subset: { items: shrunk(unit.data.subset?.items ?? pool, scale, 20 * classes), seed: unit.data.subset?.seed ?? 0 }
  },
  learning: learning(unit.learning, scale)
})
