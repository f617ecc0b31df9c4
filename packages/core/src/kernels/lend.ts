/**
 * What depends on a shared matrix alone, in memory once for all queries that use it at the same time: made for the first,
 * freed by the last.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Semaphore from "effect/Semaphore"
import type { Matrix } from "../Matrix.ts"
import { holding, type Loan, type Shared, sharedOf, synchronous, type Turn } from "./shared.ts"
import type { Slab } from "./slab.ts"
import * as Workspace from "./workspace.ts"

/** What queries ask for: by name, of a matrix, in memory of a slab that `alloc` gives; without a slab it brings its own. */
export interface Wanted<A> {
  readonly of: Matrix
  readonly slab: Slab | undefined
  readonly name: string
  readonly make: (alloc: (bytes: number) => number) => Effect.Effect<A>
}

const loansIn = (shared: Shared, slab: Slab | undefined): Map<string, Loan> => {
  const place = slab ?? shared, there = shared.loans.get(place) ?? new Map<string, Loan>()
  shared.loans.set(place, there)
  return there
}

const noSlab = (): never => {
  throw new Error("there is no slab to allocate in")
}

/** Allocates for `make`, and frees all of it where that fails or is interrupted. */
const made = <A>({ make, slab }: Wanted<A>, restore: (make: Effect.Effect<A>) => Effect.Effect<A>) => {
  const held: Array<number> = []
  const alloc = (bytes: number): number => {
    const at = slab === undefined ? noSlab() : slab.alloc(bytes)
    held.push(at)
    return at
  }
  const free = (): void => held.forEach((at) => slab?.free(at))
  return Effect.onExit(
    restore(Effect.suspend(() => make(alloc))),
    (exit) => Exit.isSuccess(exit) ? Effect.void : Effect.sync(free)
  ).pipe(
    Effect.map((value): Loan => ({ value, free, users: 0 }))
  )
}

const leave = (loans: Map<string, Loan>, name: string, loan: Loan) =>
  Effect.sync(() => {
    loan.users -= 1
    if (loan.users > 0) return
    loans.delete(name)
    loan.free()
  })

/** One for this use alone. */
const alone = <A, B, E, R>({ make, slab }: Wanted<A>, use: (value: A) => Effect.Effect<B, E, R>) =>
  slab === undefined
    ? Effect.flatMap(make(noSlab), use)
    : Workspace.arena(slab, (alloc) => Effect.flatMap(make(alloc), use))

/** What is there already, to a synchronous run. */
const atOnce = <A, B, E, R>(wanted: Wanted<A>, loans: Map<string, Loan>, use: (value: A) => Effect.Effect<B, E, R>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const loan = loans.get(wanted.name)
      if (loan !== undefined) loan.users += 1
      return loan
    }),
    (loan) => loan === undefined ? alone(wanted, use) : use(loan.value as A),
    (loan) => loan === undefined ? Effect.void : leave(loans, wanted.name, loan)
  )

/** One more for whom a name's turn is to come; what is made meanwhile of what is made goes by another name. */
const join = ({ turns }: Shared, name: string): Turn => {
  const turn = turns.get(name) ?? { lock: Semaphore.makeUnsafe(1), takers: 0 }
  turn.takers += 1
  turns.set(name, turn)
  return turn
}

const part = ({ turns }: Shared, name: string, turn: Turn) =>
  Effect.sync(() => {
    turn.takers -= 1
    if (turn.takers === 0) turns.delete(name)
  })

/** The loan that counts, where another was made while a report was waited for; takes part in it. */
const agreed = (loans: Map<string, Loan>, name: string, own: Loan): Loan => {
  const loan = loans.get(name) ?? own
  if (loan !== own) own.free()
  loans.set(name, loan)
  loan.users += 1
  return loan
}

/** What is there already, or what is made now, while the others wait. */
const inTurn = <A, B, E, R>(
  wanted: Wanted<A>,
  shared: Shared,
  loans: Map<string, Loan>,
  use: (value: A) => Effect.Effect<B, E, R>
): Effect.Effect<B, E, R> =>
  Effect.uninterruptibleMask((restore) => {
    const turn = join(shared, wanted.name), { lock } = turn
    const enter = Effect.suspend(() => {
      const there = loans.get(wanted.name)
      const loan = there === undefined ? made(wanted, (make) => restore(holding(lock, 1, make))) : Effect.succeed(there)
      return Effect.map(loan, (own) => agreed(loans, wanted.name, own))
    })
    const entered = Effect.flatMap(restore(lock.take(1)), () => Effect.ensuring(enter, lock.release(1)))
    return Effect.flatMap(
      Effect.ensuring(entered, part(shared, wanted.name, turn)),
      (loan) => Effect.ensuring(restore(use(loan.value as A)), leave(loans, wanted.name, loan))
    )
  })

/**
 * Lends to `use` what `make` makes, which nobody writes to: of a shared matrix one for all who use it at the same time, of
 * any other one each. It is freed at the end of its last use. One who is interrupted while making leaves it to the next.
 */
export const lend = <A, B, E, R>(
  wanted: Wanted<A>,
  use: (value: A) => Effect.Effect<B, E, R>
): Effect.Effect<B, E, R> => {
  const shared = sharedOf(wanted.of)
  if (shared === undefined) return alone(wanted, use)
  const loans = loansIn(shared, wanted.slab)
  return Effect.flatMap(
    synchronous,
    (sync) => sync ? atOnce(wanted, loans, use) : inTurn(wanted, shared, loans, use)
  )
}
