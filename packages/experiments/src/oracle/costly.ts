/**
 * Annotators who take more time over some classes than over others.
 */
import { InvalidOptions, Ports } from "@marginalia/core"
import { Oracle, OracleError } from "@marginalia/core/Oracle"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** What a label costs. */
export interface Prices {
  /** By class, in a unit of your own: seconds, cents. */
  readonly perClass: ReadonlyArray<number>
  /** What an item costs that the annotator looks at and declines. Default 0. */
  readonly declined?: number
}

const checkPrice = (price: number, path: string): void => {
  if (price >= 0 && price < Infinity) return
  const reason = { _tag: "Value", value: price, expected: "a price, a number from 0" } as const
  throw new InvalidOptions({ part: "costly", path, reason })
}

const priceOf = ({ declined = 0, perClass }: Prices) => (label: number): Effect.Effect<number, OracleError> => {
  const price = label < 0 ? declined : perClass[label]
  return price === undefined
    ? Effect.fail(
      new OracleError({ reason: { _tag: "NoPrice", value: label, prices: perClass.length } })
    )
    : Effect.succeed(price)
}

/**
 * What do the labels cost? The labels of another oracle, at a price by the class that it tells.
 *
 * The other oracle's answer is checked first. Throws `InvalidOptions` on a price that is negative or not finite; fails with the reason `NoPrice` on a class
 * without a price.
 */
export const costly = <E, R>(oracle: Layer.Layer<Oracle, E, R>, prices: Prices): Layer.Layer<Oracle, E, R> => {
  prices.perClass.forEach((price, c) => checkPrice(price, `perClass.${c}`))
  checkPrice(prices.declined ?? 0, "declined")
  const priced = Effect.map(Oracle, (inner) =>
    Oracle.of({
      label: Effect.fnUntraced(function*(question) {
        const { labels } = yield* Ports.answered(question, yield* inner.label(question), undefined)
        const costs = yield* Effect.forEach(labels, priceOf(prices))
        return { labels, cost: costs.reduce((sum, cost) => sum + cost, 0) }
      })
    }))
  return Layer.effect(Oracle, priced).pipe(Layer.provide(oracle))
}
