/**
 * What a function under test may return: a value, a promise of one, or an Effect.
 */
import * as Effect from "effect/Effect"
import type { Setting } from "../Law.ts"
import { settle } from "../run.ts"

/** A value now, later, or as an Effect. */
export type Eventual<A> = A | Promise<A> | Effect.Effect<A, unknown>

/** Waits for the value. */
export const settled = async <A>(setting: Setting, value: Eventual<A>): Promise<A> =>
  Effect.isEffect(value) ? await settle(setting, value) : await value
