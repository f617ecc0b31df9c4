/**
 * From the JSON form of a strategy to the tree that is built, without a text between.
 */
import { UnreadableStrategy } from "../Errors.ts"
import type * as Spec from "../Spec.ts"
import type { Json } from "../strategy/print.ts"
import { limits } from "./cursor.ts"
import type { Body, Call, Pipeline, Value } from "./tree.ts"

/** A tree without a text: nothing stands anywhere. */
const at = 0

const room = (count: number, what: keyof typeof limits): void => {
  if (count <= limits[what]) return
  throw new UnreadableStrategy({
    text: "",
    at,
    problem: `it has ${count} ${what}, and ${limits[what]} are read at most`
  })
}

const isList = (value: Spec.OptionValue): value is ReadonlyArray<Spec.OptionValue> => Array.isArray(value)

const valueOf = (value: Spec.OptionValue, depth: number): Value => {
  if (isList(value)) {
    room(value.length, "items")
    room(depth + 1, "depth")
    return { _tag: "List", items: value.map((item) => valueOf(item, depth + 1)), at }
  }
  return typeof value === "object" ? callOf(value, depth) : { _tag: "Scalar", value, at }
}

const callOf = ({ name, options }: Spec.Spec, depth: number): Call => {
  const given = Object.entries(options)
  room(given.length, "arguments")
  if (given.length > 0) room(depth + 1, "depth")
  return {
    _tag: "Call",
    name,
    args: given.map(([name, value]) => ({ name, value: valueOf(value, depth + 1), at })),
    at
  }
}

const bodyOf = (
  json: Exclude<Json, { readonly recipe: unknown } | { readonly pipeline: unknown }>,
  depth: number
): Body => {
  const inside = (below: Json): Pipeline => treeAt(below, depth + 1)
  if ("mix" in json) {
    room(json.mix.length, "parts")
    return { _tag: "Mix", parts: json.mix.map(({ strategy, weight }) => ({ weight, strategy: inside(strategy), at })) }
  }
  if ("switch" in json) {
    const { condition, whenFalse, whenTrue } = json.switch
    const holds = { value: condition, at }
    return { _tag: "Switch", condition: holds, whenTrue: inside(whenTrue), whenFalse: inside(whenFalse) }
  }
  if ("orElse" in json) return { _tag: "OrElse", first: inside(json.orElse[0]), second: inside(json.orElse[1]) }
  if ("perGroup" in json) {
    const { column, strategy } = json.perGroup
    return { _tag: "PerGroup", column: { value: column, at }, strategy: inside(strategy) }
  }
  if ("atMostPer" in json) {
    const { column, most, strategy } = json.atMostPer
    return { _tag: "AtMostPer", column: { value: column, at }, most: { value: most, at }, strategy: inside(strategy) }
  }
  return { _tag: "Subsample", size: { value: json.subsample.size, at }, strategy: inside(json.subsample.strategy) }
}

const treeAt = (json: Json, depth: number): Pipeline => {
  room(depth, "depth")
  if ("recipe" in json) return { _tag: "Pipeline", calls: [], last: callOf(json.recipe, depth) }
  if (!("pipeline" in json)) return { _tag: "Pipeline", calls: [], last: { ...bodyOf(json, depth), at } }
  const calls = json.pipeline.map((spec) => callOf(spec, depth)), last = calls.pop()
  room(calls.length + 1, "steps")
  if (last === undefined) throw new UnreadableStrategy({ text: "", at, problem: "the pipeline has no step" })
  return { _tag: "Pipeline", calls, last }
}

/** The tree of a JSON form. Throws {@link UnreadableStrategy} where it holds more than a text may, or nothing. */
export const treeOf = (json: Json): Pipeline => treeAt(json, 0)
