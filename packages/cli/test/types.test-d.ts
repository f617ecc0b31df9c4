/**
 * What the compiler says of the command as a library, with its words; see core's `types.test-d.ts`.
 */
import type * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import { type Output, type readOutput, run, type SCHEMA_VERSION } from "../src/index.ts"

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(yes: Same<A, B>): boolean => yes

// It gives an exit code and cannot fail: what goes wrong is said on stderr.
same<Effect.Success<ReturnType<typeof run>>, number>(true)
same<Effect.Error<ReturnType<typeof run>>, never>(true)
// @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'readonly string[]'.
run("select pool.npy")

// What it writes can be read back, with types.
same<Effect.Success<ReturnType<typeof readOutput>>, Output>(true)
same<Effect.Error<ReturnType<typeof readOutput>>, Schema.SchemaError>(true)
declare const output: Output
same<typeof output.schemaVersion, 1>(true)
same<typeof SCHEMA_VERSION, 1>(true)
// @ts-expect-error Property 'selected' does not exist on type '{ readonly schemaVersion: 1; … }'.
void output.selected
// @ts-expect-error Cannot assign to 'position' because it is a read-only property.
output.picks[0]!.position = 3
