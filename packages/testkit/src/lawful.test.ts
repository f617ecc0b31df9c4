import { assert, describe, it } from "@effect/vitest"
import { Condition, Filter, Stage, Strategy } from "@marginalia/core"
import { runs } from "../../core/test/runs.ts"
import {
  bySign,
  farthest,
  inTurn,
  leastConfidence,
  length2,
  picky,
  random,
  recipe,
  registry,
  top
} from "../test/toys.ts"
import { describeLaws } from "./describe.ts"
import { lawful, type LawfulOptions, plan, type Subject } from "./lawful.ts"

const laws = describeLaws({ describe, it })

const tried = (subject: Subject, options: LawfulOptions = {}) => lawful(subject, { numRuns: runs(30), ...options })

const greedy = { deterministic: true, nested: true } as const

laws(
  "top(length2)",
  tried(Strategy.make(top(length2())), {
    registry,
    traits: { ...greedy, rotation: true, scaling: 1 }
  })
)

laws("top(least-confidence)", tried(Strategy.make(top(leastConfidence())), { registry, traits: greedy }))

laws(
  "farthest",
  tried(Strategy.make(farthest()), {
    registry,
    traits: { ...greedy, rotation: true, translation: true, scaling: 1 },
    except: {
      rotation: "with nothing labeled the mean is rounded, and items equally far from it fall otherwise",
      translation: "as for rotation",
      scaling: "as for rotation",
      permutation: "the mean is rounded otherwise in another order"
    }
  })
)

laws("random", tried(Strategy.make(random()), { registry, traits: { nested: true } }))

laws("in-turn", tried(Strategy.make(inTurn()), { registry, except: {} }))

laws("by-sign | in-turn", tried(Strategy.make(bySign(), inTurn()), { registry }))

laws("a recipe", tried(recipe({ ties: "seeded" }), { registry }))

laws(
  "a filter that starves the budget",
  tried(
    Strategy.make(Filter.keepTop(length2(), 1), top(length2())),
    { registry, traits: greedy }
  )
)

laws(
  "a tree",
  tried(
    Strategy.mix(
      [0.7, Strategy.subsample(5, Strategy.make(random()))],
      [0.3, Strategy.switchWhen(Condition.labeledBelow(3), recipe(), Strategy.make(farthest()))]
    ),
    { registry }
  )
)

laws(
  "scores",
  tried(length2(), {
    traits: { deterministic: true, pointwise: true, rotation: true, scaling: 2 }
  })
)

laws("selectors", tried(farthest(), { traits: { nested: true, deterministic: true } }))

laws("filters", tried(Filter.keepTop(length2(), 3), { traits: { idempotent: true } }))

laws("stages", tried(Stage.andThen(bySign(), Filter.keepTop(length2(), "50%"))))

describe("lawful", () => {
  it("refuses an exemption without a reason", () => {
    assert.throws(() => lawful(recipe(), { except: { sound: " " } }), /no reason/)
  })

  it("refuses an exemption from a law that does not exist", () => {
    assert.throws(() => lawful(recipe(), { except: { sounds: "typo" } }), /there is no law "sounds"/)
    assert.throws(() => lawful(length2(), { except: { sound: "a score has no such law" } }), /no law "sound"/)
  })

  it("leaves out what is exempt, and only that", () => {
    const ids = (except: { [id: string]: string }) => lawful(recipe(), { registry, except }).map(({ id }) => id)
    assert.deepStrictEqual(ids({ sound: "for this test" }), ids({}).filter((id) => id !== "sound"))
  })

  it("says which laws are not tried, and why", () => {
    const { checks, exempt, untried } = plan(Strategy.make(random()), { except: { names: "for this test" } })
    assert.deepStrictEqual(exempt, [{ id: "names", reason: "for this test" }])
    const why = new Map(untried.map((one) => [one.id, one.why]))
    assert.match(why.get("permutation") ?? "", /"deterministic" is not promised/)
    assert.match(why.get("text") ?? "", /give the registry/)
    assert.isFalse(checks.some(({ id }) => why.has(id)))
  })

  it("tells the query on which a law fails, and how to see it again", async () => {
    const sound = lawful(Strategy.make(picky()), { numRuns: 200 }).find(({ id }) => id === "sound")!
    const error = await sound.run().then(() => undefined, (error: unknown) => error as Error)
    assert.match(error?.message ?? "", /law "sound" does not hold: .*\nfound: picky: one column is too few\n/s)
    assert.match(error?.message ?? "", /on: \[\{ size: 1, .*embedding: \[\[\d\]\] \}\]\nagain: \{ seed: -?\d+, path: /s)
  })

  it("asks only what the setting's queries allow", async () => {
    for (const { run } of lawful(Strategy.make(picky()), { query: { cols: [2, 3] } })) await run()
  })
})
