import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { apart } from "./apart.ts"

const failed = (why: string) => ({ _tag: "Failed", why }) as const

describe("work in a process of its own", () => {
  it.live("gives back what it returns", () =>
    Effect.gen(function*() {
      const came = yield* apart({ body: "return { sum: args.length, first: args[0] }", args: ["a b", "--c"] })
      assert.deepStrictEqual(came, { _tag: "Value", value: { sum: 2, first: "a b" } })
    }))

  const later = "await new Promise((resolve) => setTimeout(resolve, 5000))"
  const cases = [
    ["throws", "throw new Error(\"no\\nmore\")", "no"],
    ["throws when nobody waits", `setTimeout(() => { throw new Error("later") }, 10); ${later}`, "later"],
    ["rejects when nobody waits", `Promise.reject(new Error("aside")); ${later}`, "aside"],
    [
      "kills its process",
      "process.kill(process.pid, \"SIGSEGV\"); await new Promise(() => setTimeout(() => {}, 5000))",
      "it crashed its process (SIGSEGV)"
    ],
    ["aborts", "process.abort()", "it crashed its process (SIGABRT)"],
    ["ends its process", "process.exit(7)", "it ended its process with code 7"],
    ["ends it as if all were well", "process.exit(0)", "it ended its process with code 0"]
  ] as const
  it.live.each(cases)("says why nothing came: it %s", ([, body, why]) =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* apart({ body, args: [] }), failed(why))
    }))

  it.live("ends what takes too long", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(
        yield* apart({ body: "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)", args: [], limit: 1000 }),
        failed("it gave no answer within 1 seconds")
      )
    }))
})
