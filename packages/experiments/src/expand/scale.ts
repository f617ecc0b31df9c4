/**
 * A smaller experiment of the same form, for a smaller machine.
 */
import * as Experiment from "@marginalia/core/Experiment"
import { network, trainingConfig } from "@marginalia/models/training"
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
    recipe: trainingConfig({ ...learner.recipe, epochs: shrunk(learner.recipe.epochs, scale) })
  }
}

/** As many items as are chosen, and half as many again. */
const enough = ({ budget, initial, rounds }: Unit): number =>
  Math.ceil(1.5 * ((initial.kind === "none" ? 0 : initial.items) + Experiment.budgetOf(budget, rounds)))

/** Budgets (to one item a class at least), initial sets, widths and epochs, times `scale`; pools as far as there is enough. */
export const scaled = (
  unit: Unit,
  scale: number,
  { classes, pool }: { readonly classes: number; readonly pool: number }
): Unit => {
  const { data, initial, learning: learner } = unit
  const smaller: Unit = {
    ...unit,
    budget: typeof unit.budget === "number"
      ? shrunk(unit.budget, scale, classes)
      : unit.budget.map((items) => shrunk(items, scale, classes)),
    initial: initial.kind === "none" ? initial : { ...initial, items: shrunk(initial.items, scale, classes) },
    learning: learning(learner, scale)
  }
  const items = shrunk(data.subset?.items ?? pool, scale, enough(smaller))
  return { ...smaller, data: { ...data, subset: { items, seed: data.subset?.seed ?? 0 } } }
}
