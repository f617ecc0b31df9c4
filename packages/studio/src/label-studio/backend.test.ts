import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { type Labeled, makeBackend } from "./backend.ts"

interface Recorded {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly reply: { readonly status: number; readonly body: unknown }
}

/**
 * What Label Studio 1.23.2's own client (`label_studio/ml/api_connector.py`) sent, and what it was answered: a project of four
 * photos, of which three are in the pool, with annotations that were made, changed, skipped and deleted.
 */
const recorded = JSON.parse(
  readFileSync(new URL("./fixtures/recorded.json", import.meta.url), "utf8")
) as ReadonlyArray<Recorded>

const versionIn = (body: unknown): number => Number(/"marginalia-(\d+)"/.exec(JSON.stringify(body))?.[1] ?? 0)

const ids = ["photos/1.jpg", "photos/2.jpg", "photos/3.jpg", "photos/4.jpg"]

const lesson = (number: number) => ({
  number,
  order: [2, 3, 0, 1],
  probability: [0.9, 0.1, 0.2, 0.8, 0.5, 0.5, 0.6, 0.4],
  classes: ["cat", "dog"]
})

const config = "<View><Image name=\"image\" value=\"$image\"/><Choices name=\"animal\" toName=\"image\">" +
  "<Choice value=\"cat\"/><Choice value=\"dog\"/></Choices></View>"

const task = (id: number, image: string, annotations: ReadonlyArray<unknown> = []) => ({
  id,
  data: { image },
  annotations
})

const annotation = (id: number, label: string | null) => ({
  id,
  was_cancelled: label === null,
  result: label === null
    ? []
    : [{ from_name: "animal", to_name: "image", type: "choices", value: { choices: [label] } }]
})

const made = (every = 20) => {
  const lessons: Array<Labeled> = []
  const backend = makeBackend({ ids, every, learn: (labeled) => void lessons.push(labeled) })
  const hook = (action: string, number: number, image: string, label: string | null) =>
    backend.handle("POST", "/webhook", { action, task: task(1, image), annotation: annotation(number, label) })
  const predict = (...tasks: ReadonlyArray<unknown>) =>
    backend.handle("POST", "/predict", { tasks, label_config: config }).body as {
      readonly results: ReadonlyArray<
        { readonly score: number; readonly result: ReadonlyArray<unknown>; readonly model_version: string }
      >
    }
  return { backend, lessons, hook, predict }
}

describe("the ML backend", () => {
  it("keeps the newer of two models, whichever comes last", () => {
    const { backend } = made()
    backend.tell(lesson(2))
    backend.tell(lesson(1))
    assert.strictEqual(backend.version(), "marginalia-2")
    backend.tell(lesson(3))
    assert.strictEqual(backend.version(), "marginalia-3")
  })

  it("answers what Label Studio's client sent as it was answered", () => {
    const lessons: Array<Labeled> = []
    const backend = makeBackend({ ids, every: 2, learn: (labeled) => void lessons.push(labeled) })
    for (const { body, method, path, reply } of recorded) {
      // The models that were there when it was asked.
      for (const i of lessons.keys()) if (i + 1 <= versionIn(reply.body)) backend.tell(lesson(i + 1))
      assert.deepStrictEqual(JSON.parse(JSON.stringify(backend.handle(method, path, body))), reply, `${method} ${path}`)
    }
    assert.deepStrictEqual(lessons.map(({ labels, skipped }) => [[...labels], [...skipped]]), [
      [[[0, "cat"], [1, "dog"]], []],
      [[[0, "cat"], [1, "cat"]], [2]],
      [[[0, "cat"]], [2]]
    ])
  })

  it("answers for every task, lowest score first: the strategy's order, then the unsure, the labeled last", () => {
    const { backend, hook, predict } = made()
    hook("ANNOTATION_CREATED", 1, "3.jpg", "cat")
    backend.tell(lesson(1))
    const { results } = predict(...[1, 2, 3, 4].map((n) => task(n, `${n}.jpg`)), task(9, "unknown.jpg"), null)
    assert.deepStrictEqual(results.map(({ score }) => score), [0.25, 0.5, 0.75, 0, 1, 1])
    assert.deepStrictEqual(results.map(({ result }) => result.length), [1, 1, 1, 1, 0, 0])
    assert.deepStrictEqual(results[1]!.result, [
      { from_name: "animal", to_name: "image", type: "choices", value: { choices: ["dog"] }, score: 0.8 }
    ])
  })

  it("keeps its version until a new model is there, and learns when a round of labels came, or when asked", () => {
    const { backend, hook, lessons } = made(2)
    hook("ANNOTATION_CREATED", 1, "1.jpg", "cat")
    assert.lengthOf(lessons, 0)
    hook("ANNOTATION_CREATED", 1, "1.jpg", "cat")
    assert.lengthOf(lessons, 0, "the same annotation again is no news")
    hook("ANNOTATION_UPDATED", 1, "1.jpg", "dog")
    assert.deepStrictEqual([lessons.length, backend.version()], [1, "marginalia-0"])
    backend.tell(lesson(1))
    hook("ANNOTATION_DELETED", 1, "1.jpg", "dog")
    assert.deepStrictEqual([backend.version(), backend.labeled().labels.size], ["marginalia-1", 0])
    assert.strictEqual(backend.handle("POST", "/webhook", { action: "START_TRAINING" }).status, 201)
    assert.lengthOf(lessons, 2)
    backend.tell(lesson(1))
    assert.strictEqual(backend.version(), "marginalia-1")
  })

  it("takes annotations that tasks bring along, the last word of several", () => {
    const { backend, predict } = made()
    predict(task(1, "1.jpg", [annotation(1, "cat"), annotation(2, "dog")]), task(2, "2.jpg", [annotation(3, null)]))
    assert.deepStrictEqual([...backend.labeled().labels], [[0, "dog"]])
    assert.deepStrictEqual([...backend.labeled().skipped], [1])
  })

  it("knows what was taken back, what came late, and what is gone", () => {
    const { backend, lessons, predict } = made(1000)
    const labels = () => {
      backend.handle("POST", "/webhook", { action: "START_TRAINING" })
      return [...lessons.at(-1)!.labels]
    }
    const at = (one: ReturnType<typeof annotation>, minute: number) => ({
      ...one,
      updated_at: `2026-11-30T00:0${minute}:00Z`
    })
    const tell = (action: string, one: object) =>
      backend.handle("POST", "/webhook", { action, task: task(1, ids[0]!), annotation: one })
    predict(task(1, ids[0]!))
    tell("ANNOTATION_CREATED", at(annotation(1, "cat"), 1))
    assert.deepStrictEqual(labels(), [[0, "cat"]])
    // The choice is removed: an annotation that says nothing.
    tell("ANNOTATION_UPDATED", at({ id: 1, was_cancelled: false, result: [] }, 2))
    assert.deepStrictEqual(labels(), [])
    tell("ANNOTATION_UPDATED", at(annotation(1, "dog"), 4))
    tell("ANNOTATION_UPDATED", at(annotation(1, "cat"), 3))
    assert.deepStrictEqual(labels(), [[0, "dog"]])
    tell("ANNOTATION_DELETED", { id: 1 })
    assert.deepStrictEqual(labels(), [])
    predict(task(1, ids[0]!, [at(annotation(1, "dog"), 4)]))
    assert.deepStrictEqual(labels(), [])
    // Deleted before it was heard of.
    tell("ANNOTATION_DELETED", { id: 2 })
    tell("ANNOTATION_CREATED", at(annotation(2, "cat"), 5))
    assert.deepStrictEqual(labels(), [])
    tell("ANNOTATION_CREATED", at(annotation(3, "cat"), 5))
    assert.deepStrictEqual(labels(), [[0, "cat"]])
  })

  it("orders and suggests nothing where the configuration has no choices, or is none", () => {
    const { backend, predict } = made()
    backend.handle("POST", "/setup", { project: "7.1", schema: "<View><TextArea name=\"t\" toName=\"x\"/></View>" })
    backend.tell(lesson(1))
    const answer = backend.handle("POST", "/predict", { tasks: [task(1, "1.jpg")], label_config: "<View" }).body
    assert.deepStrictEqual(answer, {
      results: [{ result: [], score: 0.5, model_version: "marginalia-1" }],
      model_version: "marginalia-1"
    })
    assert.lengthOf(predict(task(1, "1.jpg")).results[0]!.result, 1)
  })

  it("refuses what is no request of Label Studio's", () => {
    const { backend } = made()
    const statusOf = (method: string, path: string, body?: unknown) => backend.handle(method, path, body).status
    assert.deepStrictEqual(
      [
        statusOf("POST", "/predict", []),
        statusOf("POST", "/predict", { tasks: {} }),
        statusOf("POST", "/setup"),
        statusOf("POST", "/webhook", { action: 3 }),
        statusOf("GET", "/predict"),
        statusOf("GET", "/nothing"),
        statusOf("POST", "/webhook", { action: "ANNOTATION_CREATED" }),
        statusOf("POST", "/webhook", { action: "TASKS_CREATED" }),
        statusOf("GET", "/health/")
      ],
      [400, 400, 400, 400, 405, 404, 201, 200, 200]
    )
  })
})
