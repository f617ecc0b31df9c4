/**
 * Stopping a stream of rounds.
 */
import { dual } from "effect/Function"
import * as Stream from "effect/Stream"
import type { Criterion, Fold, Verdict } from "./criterion.ts"

/**
 * Each round of a stream with what a criterion says after it; the stream goes on as long as it would.
 */
export const judged: {
  <R>(criterion: Criterion<R>): <A extends R, E, X>(
    self: Stream.Stream<A, E, X>
  ) => Stream.Stream<readonly [round: A, verdict: Verdict], E, X>
  <A extends R, R, E, X>(
    self: Stream.Stream<A, E, X>,
    criterion: Criterion<R>
  ): Stream.Stream<readonly [round: A, verdict: Verdict], E, X>
} = dual(
  2,
  <A extends R, R, E, X>(
    self: Stream.Stream<A, E, X>,
    criterion: Criterion<R>
  ): Stream.Stream<readonly [round: A, verdict: Verdict], E, X> =>
    Stream.mapAccum(self, (): Fold<R> => criterion.begin, (fold, round) => {
      const [verdict, next] = fold(round)
      return [next, [[round, verdict] as const]] as const
    })
)

/**
 * The rounds of a stream up to the first after which a criterion says stop, that one included. What would have come after it
 * is not asked for: no further label, no further training.
 *
 * @example
 * ```ts
 * import { Stopping } from "@marginalia/core"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * const rounds = Stream.make({ labeled: 10 }, { labeled: 20 }, { labeled: 30 })
 * const done = await Effect.runPromise(Stream.runCollect(rounds.pipe(Stopping.until(Stopping.budget({ labels: 20 })))))
 * console.log(done.map(({ labeled }) => labeled).join(" ")) // => 10 20
 * ```
 */
export const until: {
  <R>(criterion: Criterion<R>): <A extends R, E, X>(self: Stream.Stream<A, E, X>) => Stream.Stream<A, E, X>
  <A extends R, R, E, X>(self: Stream.Stream<A, E, X>, criterion: Criterion<R>): Stream.Stream<A, E, X>
} = dual(
  2,
  <A extends R, R, E, X>(self: Stream.Stream<A, E, X>, criterion: Criterion<R>): Stream.Stream<A, E, X> =>
    judged(self, criterion).pipe(
      Stream.takeUntil(([, { stop }]) => stop),
      Stream.map(([round]) => round)
    )
)
