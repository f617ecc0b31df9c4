import { assert, describe, it } from "@effect/vitest"
import { Away, Locked, Refused } from "../../../programs/page/net/server.ts"
import { type Act, makeOutbox, WAITS } from "../../../programs/page/state/outbox.ts"
import type { Saved } from "../../../programs/page/wire.ts"
import { memory } from "./world.ts"

const act = (nonce: string): Act => ({ nonce, path: "/api/answers", body: { nonce }, what: nonce })

/** An outbox whose answers are given by hand. */
const made = (store = memory()) => {
  const sent: Array<string> = [], waits: Array<number> = [], log: Array<string> = []
  let answer: (result: Saved | Error) => void = () => {}, time = 0
  const outbox = makeOutbox({
    store,
    prefix: "acts.",
    send: ({ nonce }) => {
      sent.push(nonce)
      return new Promise((resolve, reject) => {
        answer = (result) => (result instanceof Error ? reject(result) : resolve(result))
      })
    },
    soon: queueMicrotask,
    wait: (ms) => {
      waits.push(ms)
      return Promise.resolve()
    },
    saved: ({ nonce }) => log.push(`saved ${nonce}`),
    refused: ({ nonce }, problem) => log.push(`refused ${nonce}: ${problem}`)
  }, () => ++time)
  const soon = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) await Promise.resolve()
  }
  const give = async (result: Saved | Error): Promise<void> => {
    await soon()
    answer(result)
    await soon()
  }
  return { soon, outbox, sent, waits, log, give, store }
}

const saved: Saved = { seq: 1, items: [] }

describe("the outbox", () => {
  it("sends one act at a time, in order, and forgets what is written", async () => {
    const { give, log, outbox, sent, soon, store } = made()
    outbox.push(act("a"))
    outbox.push(act("b"))
    assert.deepStrictEqual([sent, store.all.size], [[], 2], "kept before it is sent")
    await soon()
    assert.deepStrictEqual([sent, outbox.state.value, store.all.size], [["a"], "saving", 2])
    await give(saved)
    assert.deepStrictEqual([sent, log, store.all.size], [["a", "b"], ["saved a"], 1])
    await give(saved)
    assert.deepStrictEqual([log, outbox.state.value, store.all.size], [["saved a", "saved b"], "saved", 0])
  })

  it("sends an act that had no answer again, with the same nonce, and later ones after it", async () => {
    const { give, outbox, sent, waits } = made()
    outbox.push(act("a"))
    outbox.push(act("b"))
    await give(new Away("gone"))
    assert.deepStrictEqual([sent, outbox.state.value], [["a", "a"], "offline"])
    await give(new Away("gone"))
    await give(saved)
    assert.deepStrictEqual([sent, outbox.state.value], [["a", "a", "a", "b"], "saving"])
    await give(saved)
    assert.deepStrictEqual([waits, outbox.state.value], [WAITS.slice(0, 2), "saved"])
  })

  it("says that a link is not known (any more), and keeps the act", async () => {
    const { give, outbox, store } = made()
    outbox.push(act("a"))
    await give(new Locked("no"))
    assert.deepStrictEqual([outbox.state.value, store.all.size], ["locked", 1])
  })

  it("drops what the server refuses, says so, and goes on", async () => {
    const { give, log, outbox, sent, store } = made()
    outbox.push(act("a"))
    outbox.push(act("b"))
    await give(new Refused("there is no class 9"))
    assert.deepStrictEqual([log, sent, store.all.size], [["refused a: there is no class 9"], ["a", "b"], 1])
  })

  it("sends what a page before this one left, before anything else; what cannot be read is left alone", async () => {
    const store = memory([
      ["acts.000000000000009.000000.z", JSON.stringify(act("z"))],
      ["acts.000000000000001.000000.y", JSON.stringify(act("y"))],
      ["acts.000000000000002.000000.w", "{"],
      ["other", "1"]
    ])
    const { give, outbox, sent } = made(store)
    outbox.start()
    outbox.push(act("a"))
    await give(saved)
    await give(saved)
    await give(saved)
    assert.deepStrictEqual([sent, [...store.all.keys()]], [["y", "z", "a"], ["acts.000000000000002.000000.w", "other"]])
  })

  it("goes on without a store", async () => {
    const full = {
      ...memory(),
      setItem: () => {
        throw new Error("full")
      }
    }
    const { give, log, outbox } = made(full as never)
    outbox.push(act("a"))
    await give(saved)
    assert.deepStrictEqual(log, ["saved a"])
  })
})
