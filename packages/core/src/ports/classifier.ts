/**
 * A classifier of a known number of classes. That its columns have a row an item, and rows of probabilities that sum to one,
 * is checked wherever a strategy asks for a column; see `Suppliers`.
 */
import * as Effect from "effect/Effect"
import type { Classifier } from "../Classifier.ts"
import { PartFailed } from "../Errors.ts"
import type { Matrix } from "../Matrix.ts"

type Service = Classifier["Service"]

/** What a model of classes gives. */
type Output = Exclude<keyof Service, "labelProbability" | "estimate">

/** How many columns an output has, where it has columns at all. */
const widths: { readonly [K in Output]?: (value: Effect.Success<Service[K]>) => number | undefined } = {
  probability: (matrix) => (matrix as Matrix | undefined)?.cols,
  passes: (passes) => (passes as ReadonlyArray<Matrix> | undefined)?.[0]?.cols,
  projection: (matrix) => (matrix as Matrix | undefined)?.cols,
  gradient: (factors) => (factors as Partial<typeof factors> | undefined)?.left?.cols
}

const expected = (output: Output, classes: number): number => output === "projection" ? classes - 1 : classes

const problemOf = (output: Output, width: number | undefined, classes: number): PartFailed | undefined => {
  const wanted = expected(output, classes)
  if (width === undefined || width === wanted) return undefined
  const problem = `${output} has ${width} columns; with ${classes} classes it must have ${wanted}`
  const fault = { reason: "Column", column: output, value: width, expected: wanted } as const
  return new PartFailed({ part: "Classifier", problem, ...fault })
}

const held = <K extends Output>(classifier: Service, output: K, classes: number): Service[K] => {
  const asked = classifier[output] as Effect.Effect<Effect.Success<Service[K]>, PartFailed> | undefined
  if (!Effect.isEffect(asked)) return asked as unknown as Service[K]
  const width = widths[output] as ((value: Effect.Success<Service[K]>) => number | undefined) | undefined
  return Effect.flatMap(asked, (value) => {
    const problem = problemOf(output, width?.(value), classes)
    return problem === undefined ? Effect.succeed(value) : Effect.fail(problem)
  }) as Service[K]
}

/** The classifier; what it says is held to the number of classes, and fails with `PartFailed` where it has another. */
export const ofClasses = (classifier: Service, classes: number): Service => ({
  probability: held(classifier, "probability", classes),
  passes: held(classifier, "passes", classes),
  feature: held(classifier, "feature", classes),
  projection: held(classifier, "projection", classes),
  gradient: held(classifier, "gradient", classes),
  ...(classifier.labelProbability === undefined ? {} : { labelProbability: classifier.labelProbability }),
  ...(classifier.estimate === undefined ? {} : { estimate: classifier.estimate })
})
