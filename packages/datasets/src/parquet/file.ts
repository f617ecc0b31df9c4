/**
 * Parquet files, decoded in a thread that can be ended: a single wrong byte makes the decoder loop for ever or fill the
 * memory, and what it says of itself can be checked only in part.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import type { DatasetError } from "../errors.ts"
import { allowedFor, Limits } from "../limits.ts"
import type { Column, Input, Opened, Pages, Range, Reply, Request } from "./messages.ts"
import { type CellFile, unpackFiles } from "./pack-files.ts"
import { unpack } from "./pack.ts"
import { endIdle, giveBack, groupHeapFor, heapFor, type Silence, start, take, type Thread } from "./thread.ts"
import { type ParquetProblem, unreadable, type UnreadableParquet } from "./unreadable.ts"

/** A file that was opened. It is closed with its scope. */
export interface ParquetFile {
  /** The columns at the top of the schema, in its order. */
  readonly columns: ReadonlyArray<Column>
  /** The row groups, in order. */
  readonly ranges: ReadonlyArray<Range>
  /**
   * The columns of these places for a row group, or for some rows of the row group `within`: an array of values each, numbers and lists of
   * them as typed arrays. Fails with {@link UnreadableParquet} where they cannot be decoded.
   */
  readonly read: (
    range: Range,
    places: ReadonlyArray<number>,
    within?: Range
  ) => Effect.Effect<ReadonlyArray<ArrayLike<unknown>>, UnreadableParquet>
  /** The ranges in pieces of some 16 MB at most, as far as the file tells. */
  readonly pieces: ReadonlyArray<{ readonly range: Range; readonly within: Range }>
  /** The files in the column of this place, for one of `pieces`. Fails with {@link UnreadableParquet} as `read` does. */
  readonly readFiles: (
    piece: ParquetFile["pieces"][number],
    place: number
  ) => Effect.Effect<ReadonlyArray<CellFile>, UnreadableParquet>
}

const ofSilence = (silence: Silence, milliseconds: number): ParquetProblem => {
  if (silence === "late") return { _tag: "Late", milliseconds }
  return { _tag: silence === "memory" ? "Memory" : "Ended" }
}

const ofAnswer = ({ code, problem }: Extract<Reply, { readonly _tag: "Failed" }>): ParquetProblem =>
  code === undefined ? { _tag: "Damaged", problem } : { _tag: "System", code, problem }

/** Asks a thread; interruption, silence and trouble end it. */
const ask = (thread: Thread, request: Request, milliseconds: number): Effect.Effect<Reply, UnreadableParquet> =>
  Effect.callback((resume) => {
    thread.ask(request, milliseconds, (answer) => {
      if (typeof answer === "string") resume(Effect.fail(unreadable(ofSilence(answer, milliseconds))))
      else if (answer._tag === "Failed") resume(Effect.fail(unreadable(ofAnswer(answer))))
      else resume(Effect.succeed(answer))
    })
    return Effect.sync(thread.end)
  })

/** Milliseconds at least, on a machine that is busy; and for each megabyte that is promised. */
const PATIENCE = 5000, PER_MEGABYTE = 1000

const patienceFor = (promised: number, least: number): number => least + PER_MEGABYTE * promised / 1e6

const demandRoom = Effect.fnUntraced(function*({ fileBytes, promised }: Opened, inMemory: boolean) {
  const allowed = yield* Effect.mapError(
    allowedFor(fileBytes, inMemory),
    (cause: DatasetError) => unreadable({ _tag: "Limit", cause })
  )
  if (promised > allowed.bytes) return yield* unreadable({ _tag: "TooLarge", promised, allowed })
})

/** Megabytes of young objects where memory is short. */
const YOUNG = 8

/** Megabytes of objects that what a file says of itself may take, and small row groups. */
const LOOK_HEAP = 160

const threadOf = (heap: number) =>
  Effect.acquireRelease(Effect.sync(() => take(heap)), (thread) => Effect.sync(() => giveBack(thread)))

const openIn = Effect.fnUntraced(function*(thread: Thread, input: Input, least: number, pages: Pages = "all") {
  const reply = yield* ask(thread, { _tag: "Open", input, pages }, least)
  const { opened } = reply as Extract<Reply, { readonly _tag: "Opened" }>
  yield* demandRoom(opened, pages === "all")
  return { thread, opened }
})

/** The thread that has opened the file: a roomier one, where the file turns out to be that large. */
const opening = Effect.fnUntraced(function*(input: Input, least: number) {
  const first = yield* openIn(yield* threadOf(0), input, least), heap = heapFor(first.opened.promised)
  if (heap <= first.thread.heap) return first
  const reply = yield* ask(first.thread, { _tag: "Return" }, least)
  const { input: again } = reply as Extract<Reply, { readonly _tag: "Returned" }>
  return yield* openIn(yield* threadOf(heap), again, least)
})

/** A thread of one's own, which ends with the scope: what it took is given back. */
const ownThread = (heap: number) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      endIdle()
      return start(heap, YOUNG)
    }),
    (thread) => Effect.sync(thread.end)
  )

/** What a piece of files comes to, about, and the most rows in it. */
const PIECE = 16e6, MOST_ROWS = 512

const piecesOf = ({ promised, ranges }: Opened): ParquetFile["pieces"] => {
  const rows = Math.max(1, ranges.at(-1)?.rowEnd ?? 0)
  const size = Math.max(1, Math.min(MOST_ROWS, Math.floor(PIECE * rows / promised)))
  return ranges.flatMap((within) =>
    Array.from({ length: Math.ceil((within.rowEnd - within.rowStart) / size) }, (_, i) => {
      const rowStart = within.rowStart + i * size
      return { within, range: { rowStart, rowEnd: Math.min(within.rowEnd, rowStart + size) } }
    })
  )
}

/**
 * The columns of the parquet or Arrow file at `path`, without a look at its pages. Fails with {@link UnreadableParquet} where it
 * is none, or says of itself what cannot be.
 */
export const lookAtParquet = Effect.fn("lookAtParquet")(function*(path: string) {
  const { patience = PATIENCE } = yield* Limits
  const thread = yield* threadOf(0)
  const reply = yield* ask(thread, { _tag: "Open", input: { path }, pages: "none" }, patience)
  return (reply as Extract<Reply, { readonly _tag: "Opened" }>).opened.columns
}, Effect.scoped)

const fileOf = ({ opened, thread }: { readonly thread: Thread; readonly opened: Opened }, milliseconds: number) => {
  const read: ParquetFile["read"] = (range, places, within = range) => {
    const columns = places.map((place) => opened.columns[place]!.name)
    return ask(thread, { _tag: "Read", range, within, columns }, milliseconds).pipe(
      Effect.map((reply) => (reply as Extract<Reply, { readonly _tag: "Read" }>).columns.map(unpack))
    )
  }
  const readFiles: ParquetFile["readFiles"] = (piece, place) =>
    ask(thread, { _tag: "Files", ...piece, column: opened.columns[place]!.name }, milliseconds).pipe(
      Effect.map((reply) => unpackFiles((reply as Extract<Reply, { readonly _tag: "Files" }>).files))
    )
  return {
    columns: opened.columns,
    ranges: opened.ranges,
    read,
    pieces: piecesOf(opened),
    readFiles
  } satisfies ParquetFile as ParquetFile
}

/**
 * Opens a parquet file, given as bytes (which are taken: the array is empty afterwards) or by its path.
 *
 * Fails with {@link UnreadableParquet}: no parquet file, counts and sizes that cannot be, values that come to more than
 * 100 times the file and 128 MB (`Limits`, MARGINALIA_MAX_UNPACKED), and, also while columns are read, pages that
 * cannot be decoded, or not within 5 seconds and one more for each megabyte, or not within the memory that such a file
 * takes.
 *
 * `input` is the file's path, or its bytes.
 */
export const openParquet = Effect.fn("openParquet")(function*(
  input: Input
): Effect.fn.Return<ParquetFile, UnreadableParquet, Scope.Scope> {
  const { patience = PATIENCE } = yield* Limits
  const { opened, thread } = yield* opening(input, patience)
  return fileOf({ opened, thread }, patienceFor(opened.promised, patience))
})

/** Parquet files of which a row group at a time is decoded: no more of them is in memory. */
export interface GroupReader {
  /** What the file at a path says of itself; no page is looked at. Fails with {@link UnreadableParquet} as {@link openParquet} does. */
  readonly look: (path: string) => Effect.Effect<Opened, UnreadableParquet>
  /**
   * What opens files whose columns that are read come to so many `bytes` in a row group, at most (`most` of what `look` tells), and that have so many
   * `chunks`, columns of row groups; one file at a time. Opening fails with {@link UnreadableParquet}, also for one of Arrow's files.
   */
  readonly opening: (
    bytes: number,
    chunks: number
  ) => Effect.Effect<(path: string) => Effect.Effect<ParquetFile, UnreadableParquet>>
  /** Ends the thread, before the scope does. */
  readonly end: Effect.Effect<void>
}

/**
 * A {@link GroupReader} with a thread of its own, which ends with the scope. The pages of the columns that are read are looked through group by
 * group. A file may come to more than memory has, but not to more than 100 times its size.
 */
export const readingGroups = Effect.fnUntraced(function*() {
  const { patience = PATIENCE } = yield* Limits, scope = yield* Scope.fork(yield* Effect.scope)
  const threadOf = (heap: number) => Scope.provide(ownThread(heap), scope), first = yield* threadOf(LOOK_HEAP)
  const look: GroupReader["look"] = (path) =>
    Effect.map(openIn(first, { path }, patience, "none"), ({ opened }) => opened)
  const opening: GroupReader["opening"] = Effect.fnUntraced(function*(bytes, chunks) {
    const heap = groupHeapFor(bytes, chunks), thread = heap <= first.heap ? first : yield* threadOf(heap)
    if (thread !== first) first.end()
    return (path) =>
      Effect.map(
        openIn(thread, { path }, patience, "read"),
        ({ opened }) => fileOf({ opened, thread }, patienceFor(bytes, patience))
      )
  })
  return { look, opening, end: Scope.close(scope, Exit.void) } satisfies GroupReader as GroupReader
})
