/**
 * What the page's script needs to draw a map and to show the picks, as plain data.
 */
import { Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import type { Group } from "../groups.ts"
import type { PoolItems } from "../pool-items.ts"
import type { Round } from "../read.ts"
import { choose, type Chosen } from "./choose.ts"
import { layouts } from "./layout.ts"
import type { Payload, Shown } from "./shown.ts"
import { sprite } from "./thumbnails.ts"

const short = (value: number): string => Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value)

const shown = ({ event }: Round, number: ReadonlyMap<number, number>) => ({
  labels: event.labeled,
  picks: event.positions.map((position, at): Shown => {
    const why = event.selection?.picks[at]?.why
    const cluster = why?.cluster
    return {
      i: number.get(position)!,
      label: event.labels[at]!,
      ...(cluster === undefined ? {} : { cluster: [cluster.number, cluster.size, cluster.labeled] as const }),
      ...(why?.branch === undefined ? {} : { branch: why.branch }),
      scores: (why?.scores ?? []).map(({ name, of, rank, value }) => [name, short(value), rank, of] as const)
    }
  })
})

/** The picked positions, earlier rounds first, so that what has no room is late. */
const pickedOf = ({ rounds, runs }: Chosen): ReadonlyArray<number> => {
  const byRound = Array.from({ length: rounds }, (_, r) => runs.flatMap((run) => run.rounds[r]!.event.positions))
  return [...new Set(byRound.flat())]
}

const imagesOf = (items: PoolItems, chosen: Chosen, number: ReadonlyMap<number, number>): Pick<Payload, "images"> => {
  const made = items.images === undefined ? undefined : sprite(items.images, pickedOf(chosen))
  if (made === undefined) return {}
  const { across, positions, tall, url, wide } = made
  return { images: { url, wide, tall, across, of: positions.map((position) => number.get(position)!) } }
}

/** A group's map, and what it leaves out. */
export const payloadOf = Effect.fn("payloadOf")(function*(group: Group, items: PoolItems) {
  const chosen = choose(group)
  const number = new Map(Array.from(chosen.positions, (position, i) => [position, i]))
  const payload: Payload = {
    classNames: items.classNames,
    layouts: yield* layouts(Matrix.take(items.embedding, chosen.positions)),
    truth: Array.from(chosen.positions, (position) => items.labels[position]!),
    ids: Array.from(chosen.positions, (position) => items.ids[position]!),
    runs: chosen.runs.map(({ rounds, seed, strategy }) => ({
      strategy,
      seed,
      rounds: rounds.slice(0, chosen.rounds).map((round) => shown(round, number))
    })),
    ...imagesOf(items, chosen, number)
  }
  return { payload, remark: chosen.remark }
})
