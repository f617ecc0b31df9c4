/** A program that has `@marginalia/distributed`: where there is no server, it is told so, and no password is. */
import { openQueue, QueueError } from "@marginalia/distributed"
import { experimentOf } from "@marginalia/experiments"
import * as Effect from "effect/Effect"

if (typeof experimentOf !== "function") throw new Error("no experiments")
const error = await Effect.runPromise(Effect.flip(Effect.scoped(openQueue("postgres://me:secret@127.0.0.1:1/lab"))))
if (!(error instanceof QueueError) || error.message.includes("secret")) throw new Error("the password is told")
console.log(error.queue, error.reason)
// => postgres://me@127.0.0.1:1/lab Unreachable
