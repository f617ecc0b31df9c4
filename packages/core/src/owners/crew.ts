/**
 * All owners of a pool's rows, asked together.
 */
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import type { TilesError } from "../Tiles.ts"
import type { Owner, Talk } from "./owner.ts"
import type { Answer, Question, Tag } from "./question.ts"

/** An owner in conversation: questions wait for their turn. */
interface Member extends Owner {
  readonly ask: Talk
}

/** See the module. */
export interface Crew {
  readonly rows: number
  readonly cols: number
  readonly members: ReadonlyArray<Member>
  /** How many numbers an answer has at most, where it can be asked for in parts. */
  readonly sent: number
  /** Asks all at the same time; the answers are in the order of the rows. */
  readonly all: <T extends Tag>(
    question: (member: Member) => Question<T>
  ) => Effect.Effect<ReadonlyArray<Answer<T>>, TilesError>
  /** Asks the owner of a row; `question` gets the row's place among those of that owner. */
  readonly one: <T extends Tag>(
    row: number,
    question: (own: number) => Question<T>
  ) => Effect.Effect<Answer<T>, TilesError>
  /** Some rows in their order, as they stand in the frame, and their squared lengths. */
  readonly rowsAt: (
    rows: ReadonlyArray<number>
  ) => Effect.Effect<{ readonly data: Float32Array; readonly squares: Float64Array }, TilesError>
}

/** Numbers that are sent at a time: far from the most that a message may hold. */
const SENT = 2 ** 21

/** Which of the members has a row: the last that does not begin behind it. */
const ownerOf = (members: ReadonlyArray<Owner>, row: number): number => {
  let [low, high] = [0, members.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (members[middle]!.from <= row) low = middle
    else high = middle - 1
  }
  return low
}

/** Rows of a member, each once, as places among its own, with where each is wanted. */
interface Wanted {
  readonly member: Member
  readonly positions: Uint32Array
  readonly places: ReadonlyMap<number, ReadonlyArray<number>>
}

/** What is wanted of whom, as much at a time as is sent at once. */
const wantedOf = (members: ReadonlyArray<Member>, rows: ReadonlyArray<number>, cols: number): ReadonlyArray<Wanted> => {
  const by = members.map(() => new Map<number, Array<number>>())
  rows.forEach((row, at) => {
    const owner = ownerOf(members, row), own = row - members[owner]!.from, places = by[owner]!.get(own)
    if (places === undefined) by[owner]!.set(own, [at])
    else places.push(at)
  })
  const size = Math.max(1, Math.floor(SENT / cols))
  return members.flatMap((member, i) => {
    const all = Uint32Array.from(by[i]!.keys()).sort()
    return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => ({
      member,
      positions: all.slice(n * size, (n + 1) * size),
      places: by[i]!
    }))
  })
}

const gathering = (members: ReadonlyArray<Member>, cols: number): Crew["rowsAt"] =>
  Effect.fnUntraced(function*(rows) {
    const data = new Float32Array(rows.length * cols), squares = new Float64Array(rows.length)
    const wanted = wantedOf(members, rows, cols)
    const fetch = Effect.fnUntraced(function*({ member, places, positions }: Wanted) {
      const found = yield* member.ask<"Rows">({ _tag: "Rows", positions })
      positions.forEach((own, n) => {
        for (const at of places.get(own)!) {
          data.set(found.data.subarray(n * cols, (n + 1) * cols), at * cols)
          squares[at] = found.squares[n]!
        }
      })
    })
    const of = (member: Member) => wanted.filter((one) => one.member === member)
    yield* Effect.forEach(members, (member) => Effect.forEach(of(member), fetch, { discard: true }), {
      concurrency: "unbounded",
      discard: true
    })
    return { data, squares }
  })

/** Begins a conversation with all owners, over at the end of the scope. They cover rows 0, 1, …, in this order. */
export const assemble = Effect.fnUntraced(function*(owners: ReadonlyArray<Owner>, cols: number, unit: boolean) {
  const members = yield* Effect.forEach(
    owners,
    (owner) =>
      Effect.map(owner.talk(unit), (talk): Member => {
        const turn = Semaphore.makeUnsafe(1)
        return { ...owner, ask: (question) => turn.withPermits(1)(talk(question)) }
      }),
    { concurrency: "unbounded" }
  )
  return {
    rows: members.reduce((sum, { rows }) => sum + rows, 0),
    cols,
    members,
    sent: SENT,
    all: (question) => Effect.forEach(members, (member) => member.ask(question(member)), { concurrency: "unbounded" }),
    one: (row, question) => {
      const member = members[ownerOf(members, row)]!
      return member.ask(question(row - member.from))
    },
    rowsAt: gathering(members, cols)
  } satisfies Crew as Crew
})
