/**
 * Balls around the picks that cover as much of the pool as possible.
 */
import {
  Clusterer,
  Frame,
  Message,
  Neighbors,
  Options,
  PartFailed,
  Remarks,
  Select,
  type Tiles
} from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { classes, delta, purity } from "../recipe/options.ts"
import { deltaOver } from "./purity-over.ts"
import { deltaOf } from "./purity.ts"

const NAME = "max-coverage"

const options = Schema.Struct({
  delta,
  purity,
  classes,
  profile: Options.field(
    Schema.Literals(["paper", "official"]),
    "paper",
    "official: like the authors' code, which leaves the last N mod 500 items (labeled ones first) without a ball of " +
      "their own, and goes on with the first item left once all is covered"
  )
})

type Settings = typeof options.Type

/** The block in which the authors' code builds the graph; a partial last block is never built. */
const OFFICIAL_BLOCK = 500

const refused = (problem: Message.Message, value: number | undefined) =>
  Effect.fail(
    new PartFailed({ part: NAME, problem, reason: "Classes", value, expected: "2 classes or more" })
  )

/** As the query states it, else as the option does; the number of classes seen so far would let δ drift. */
const classesOf = (settings: Settings, frame: Frame.Base): Effect.Effect<number, PartFailed> => {
  const stated = frame.classesInferred === true ? undefined : frame.classes
  const count = stated ?? (settings.classes === "query" ? undefined : settings.classes)
  if (count === undefined) {
    const seen = frame.classes === undefined ? "" : ` (the labels so far name ${frame.classes}, and may not name all)`
    return refused(
      Message.text`delta=auto needs the number of classes${seen}; give it with the query (${
        Message.setting("classes")
      }), or as the option classes=C, or give delta`,
      undefined
    )
  }
  return count < 2
    ? refused(`delta=auto needs at least two classes, not ${count}; give delta instead`, count)
    : Effect.succeed(count)
}

const radius = Effect.fnUntraced(function*(settings: Settings, frame: Frame.Frame<"embedding">) {
  if (settings.delta !== "auto") return settings.delta
  const clusterer = yield* Clusterer.Clusterer
  const k = Math.min(yield* classesOf(settings, frame), frame.size)
  const tiles = frame.tiled?.embedding, asked = { k, key: frame.key }
  const { assignment, notes = {} } = yield* tiles === undefined
    ? Clusterer.ask(clusterer, { matrix: frame.embedding, ...asked })
    : Clusterer.askOver(clusterer, { tiles, ...asked })
  yield* Remarks.add(notes)
  if (tiles !== undefined) return yield* deltaOver(NAME, tiles, assignment, settings.purity)
  return yield* deltaOf(frame.embedding, assignment, settings.purity)
})

/** Items that may be the center of a ball. */
const eligible = (frame: Frame.Base, { profile }: Settings): Uint32Array => {
  if (profile === "paper") return frame.candidates
  const unlabeled = Uint32Array.from({ length: frame.size }, (_, i) => i)
  const order = Frame.concat(frame.labeled, Frame.without(unlabeled, frame.labeled))
  const built = new Set(order.subarray(0, order.length - order.length % OFFICIAL_BLOCK))
  const kept = frame.candidates.filter((position) => built.has(position))
  return kept.length >= frame.budget ? kept : frame.candidates
}

/** The paper's picks, pass after pass. */
const inPasses = ({ gains, picks }: Neighbors.Cover) => ({ positions: picks, scores: Float64Array.from(gains) })

/** The official code's: when nothing is left to cover, the first items left. */
const onePass = ({ gains, passes, picks }: Neighbors.Cover, frame: Frame.Base) => {
  const first = picks.filter((_, n) => passes[n] === 0)
  const rest = Frame.without(frame.candidates, first).subarray(0, frame.budget - first.length)
  const positions = Frame.concat(first, rest)
  return { positions, scores: Float64Array.from(positions, (_, n) => n < first.length ? gains[n]! : 0) }
}

/** What {@link maxCoverage} takes. */
export interface MaxCoverageOptions {
  /**
   * The radius of the balls; auto: the largest at which enough items are pure (needs the number of classes). Default
   * "auto".
   */
  readonly delta?: number | "auto"
  /** For delta=auto: the share of items with no item of another pseudo-class within delta. Default 0.95. */
  readonly purity?: number
  /**
   * For delta=auto: the number of classes; query: as the query states it, never the number of classes seen so far.
   * Default "query".
   */
  readonly classes?: number | "query"
  /**
   * official: like the authors' code, which leaves the last N mod 500 items (labeled ones first) without a ball of
   * their own, and goes on with the first item left once all is covered. Default "paper".
   */
  readonly profile?: "paper" | "official"
}

/** The picks of a covering, and what the trace tells of it. */
const answer = (settings: Settings, frame: Frame.Base, cover: Neighbors.Cover, delta: number, edges: number) => ({
  ...(settings.profile === "paper" ? inPasses(cover) : onePass(cover, frame)),
  notes: { delta, edges, coverage: cover.coverage }
})

/** The greedy choice on the graph of all items. */
const covering = Effect.fnUntraced(function*(
  settings: Settings,
  frame: Frame.Frame<"embedding">,
  within: number,
  graph: Neighbors.RadiusGraph,
  copies: Neighbors.Copies | undefined
) {
  const cover = yield* Neighbors.maxCover(graph, {
    copies,
    covered: Frame.concat(frame.labeled, frame.picked),
    eligible: eligible(frame, settings),
    budget: frame.budget
  })
  const edges = copies === undefined ? graph.targets.length : yield* Neighbors.countEdgesAmong(copies, graph)
  return answer(settings, frame, cover, within, edges)
})

/** The same of a pool that stays in its file: the graph is never whole. */
const coveringTiles = Effect.fnUntraced(
  function*(settings: Settings, frame: Frame.Frame<"embedding">, tiles: Tiles.Tiles, within: number) {
    const cover = yield* Neighbors.coverOver({
      tiles,
      radius: within,
      covered: Uint32Array.from(new Set(Frame.concat(frame.labeled, frame.picked))).sort(),
      eligible: eligible(frame, settings),
      budget: frame.budget
    })
    yield* Remarks.count({ passes: Math.ceil(cover.reads) })
    return answer(settings, frame, cover, within, cover.edges)
  }
)

/**
 * Which items' balls of radius δ cover most of the pool? Greedy maximum coverage of the graph with an edge wherever the
 * Euclidean distance is below δ, strictly; what labeled or picked items cover is covered already. The score is the
 * number of items newly covered. Once everything is covered a new pass starts, in which all unlabeled, unpicked items
 * count as uncovered. Ties go to the smaller position.
 *
 * `delta: "auto"` takes the largest δ at which at least `purity` of the items have no item of another pseudo-class
 * within δ, the pseudo-classes being k-means clusters, as many as there are classes.
 *
 * The number of classes is the query's where it is stated (or its columns say it), else the option `classes`; the
 * number of classes seen in the labels so far is never taken, so that δ stays the same while classes are discovered.
 *
 * Fails when δ is to be estimated and the number of classes is stated nowhere.
 *
 * Needs `embedding`.
 *
 * Source: Yehuda, Dekel, Hacohen & Weinshall 2022, Active learning through a covering lens (ProbCover), algorithm 1.
 */
export const maxCoverage: Select.Maker<MaxCoverageOptions, "embedding"> = Select.define({
  name: NAME,
  summary: "the candidates whose balls of radius delta newly cover most items",
  source: "Yehuda, Dekel, Hacohen & Weinshall 2022, Active learning through a covering lens (ProbCover), algorithm 1",
  options,
  needs: ["embedding"],
  tiles: ["embedding"],
  pick: (settings) => (frame) =>
    Effect.gen(function*() {
      const within = yield* radius(settings, frame), tiles = frame.tiled?.embedding
      if (tiles !== undefined) return yield* coveringTiles(settings, frame, tiles, within)
      return yield* Neighbors.withRadiusGraph(
        { matrix: frame.embedding, radius: within },
        ({ copies, graph }) => covering(settings, frame, within, graph, copies)
      )
    }).pipe(
      Effect.mapError(PartFailed.from(NAME))
    )
})
