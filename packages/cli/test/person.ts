/**
 * A scripted person labels images in a real browser with the real command: keys, undo, redo, skip, cannot tell, a class midway,
 * rename, merge, reload, a SIGKILL of the server in the midst, a second person on the same pool, a grid, review, export in
 * every form, import back. Then: is every label that the page called saved in the project, and is the model as good as the
 * round loop of `marginalia run` at as many training labels?
 *
 *     node packages/cli/test/person.ts [labels] [seeds] [images] [data set]
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Statistics from "@marginalia/core/Statistics"
import { formats } from "@marginalia/studio/formats/format"
import { openSource } from "@marginalia/studio/items/source"
import { embedItems } from "@marginalia/studio/learner/embed/embed"
import { readProject } from "@marginalia/studio/project/project"
import type { Session } from "@marginalia/studio/session/session"
import * as Effect from "effect/Effect"
import assert from "node:assert/strict"
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import type { Browser } from "playwright-core"
import { findBrowser, launch } from "../../studio/test/page/browser.ts"
import { press, saved } from "../../studio/test/page/screen.ts"
import { run } from "../../studio/test/round-loop.ts"
import { endAll, marginalia, serve, type Served } from "./person/command.ts"
import { fileOf, labelGrid, type Person, sitDown } from "./person/hands.ts"
import { makePhotos, type Truth } from "./person/photos.ts"

const STRATEGY = "typiclust-then-margin"

type Forms = typeof formats

/** What comes of one person's work. */
export interface Outcome {
  /** Labels in all, and of them those to train on. */
  readonly labels: number
  readonly training: number
  /** The share of the watched held-out items that the last model gets right, and the round loop at as many labels. */
  readonly person: number
  readonly loop: number
}

const sessionAt = (project: string): Promise<Session> =>
  Effect.runPromise(readProject(project).pipe(Effect.map(({ session }) => session), Effect.provide(NodeServices.layer)))

/** Waits until the learner, which labeling does not wait for, has been given all but the last labels. */
const taught = async (project: string): Promise<void> => {
  for (let tries = 0; tries < 1200; tries++) {
    const session = await sessionAt(project), last = session.models().at(-1)
    if (last !== undefined && last.classes.length > 0 && last.labels >= session.training().items.length - 10) return
    await delay(500)
  }
  throw new Error("no model came of the labels in ten minutes")
}

/** One thing after the other, each at its time; gives every file that the page called saved with its label. */
const work = async (browser: Browser, folder: string, seed: number, most: number, truth: Truth): Promise<void> => {
  const project = `p${seed}.marginalia`, late = truth.classes.at(-1)!
  const given = ["photos", "--project", project, "--classes", truth.classes.slice(0, -1).join(), "--strategy", STRATEGY]
  let served: Served = await serve(folder, ...given, "--seed", String(seed))
  const desk = { viewport: { width: 1440, height: 900 } }, hers = await browser.newContext(desk)
  let ann: Person = await sitDown(hers, served.url, truth)
  const done = new Set<string>()
  const step = async () => void done.add(await ann.label())
  const check = async (): Promise<void> => {
    await saved(ann.page)
    const session = await sessionAt(join(folder, project))
    const name = new Map(session.vocabulary().classes.map((one) => [one.id, one.name]))
    for (const file of done) {
      const status = session.status(Number(file.slice(0, 5)))
      assert.equal(
        status._tag === "Labeled" && name.get(status.class),
        truth.of.get(file),
        `${file} after it was saved`
      )
    }
  }
  const at: { readonly [share: number]: () => Promise<void> } = {
    0.05: async () => {
      await press(ann.page, "z", "Shift+Z")
      await saved(ann.page)
    },
    0.1: () => press(ann.page, "Space", "u"),
    0.2: async () => {
      await saved(ann.page)
      await ann.page.reload()
    },
    0.3: async () => {
      await served.kill()
      await step()
      // On the same port: what waits in the browser belongs to the address.
      served = await serve(folder, project, "--port", new URL(served.url).port)
      const before = ann
      ann = await sitDown(hers, served.url, truth)
      await before.page.locator(".saved.is-saved").or(before.page.locator(".saved.is-locked")).waitFor()
      await before.page.close()
      await check()
    },
    0.5: async () => {
      for (const file of await labelGrid(ann, truth)) done.add(file)
      await check()
    },
    0.6: async () => {
      const link = new URL(served.url)
      link.searchParams.set("name", "bob")
      const his = await browser.newContext(desk), bob = await sitDown(his, link.href, truth)
      for (let i = 0; i < 10; i++) done.add(await bob.label())
      await saved(bob.page)
      await his.close()
    },
    0.7: async () => {
      await ann.page.getByRole("button", { name: "Change …" }).click()
      await ann.page.getByRole("button", { name: `Rename ${late}` }).click()
      await ann.page.keyboard.press("Control+a")
      await ann.page.keyboard.type("something")
      await press(ann.page, "Enter")
      await press(ann.page, "Escape")
      await saved(ann.page)
      await press(ann.page, "z")
      await check()
    },
    0.8: async () => {
      const wrong = await ann.look()
      const other = truth.classes.findIndex((name) => name !== truth.of.get(wrong))
      await press(ann.page, String(other + 1))
      await saved(ann.page)
      await press(ann.page, "r")
      await ann.page.locator(".orders").waitFor()
      await press(ann.page, "l", "z")
      await check()
    }
  }
  const times = Object.entries(at).map(([share, act]) => ({ when: Math.round(Number(share) * most), act }))
  for (let i = 0; done.size < most; i++) {
    await step()
    for (const { act, when } of times) if (when === i) await act()
  }
  await check()
  await taught(join(folder, project))
  assert.deepEqual(ann.complaints, [])
  await hers.close()
  assert.equal(await served.stop(), 0)
}

/** Everything out, and what can come back, back into a project of its own, where it says the same. */
const carry = async (folder: string, project: string, seed: number, forms: Forms): Promise<void> => {
  const session = await sessionAt(join(folder, project)), labeled = session.counts().labeled
  const fresh = `fresh-${seed}.marginalia`
  await (await serve(folder, "photos", "--project", fresh)).stop()
  for (const { ending, format } of forms) {
    const out = ending === "folder" ? `${project}-${format}` : `${project}-${format}.${ending}`
    await marginalia("label", "export", join(folder, project), "--format", format, "--out", join(folder, out))
    if (ending === "folder") continue
    const other = `back-${seed}-${format}.marginalia`
    cpSync(join(folder, fresh), join(folder, other), { recursive: true })
    await marginalia("label", "import", join(folder, other), join(folder, out))
    const back = await sessionAt(join(folder, other))
    assert.equal(back.counts().labeled, labeled, `labels that came back as ${format}`)
  }
}

/** The accuracy of the last model on the held-out items that every model was asked about. */
const accuracyOf = (session: Session, truth: Truth): number => {
  const last = session.models().at(-1)!, name = new Map(session.vocabulary().classes.map((one) => [one.id, one.name]))
  const right = last.heldOut.filter((id, i) => name.get(id) === truth.of.get(fileOf(session.heldOut.order[i]!)))
  return right.length / last.heldOut.length
}

const loopAccuracy = async (folder: string, session: Session, truth: Truth, seed: number): Promise<number> => {
  const source = { path: join(folder, "photos"), encoder: "auto" }
  const classes = truth.classes, of = Array.from(truth.of.values(), (name) => classes.indexOf(name))
  const program = Effect.gen(function*() {
    const { matrix } = yield* embedItems(yield* openSource(source), { source, folder: join(folder, "loop"), seed })
    const labels = session.models().at(-1)!.labels
    const input = { matrix, truth: of, heldOut: session.heldOut.order, strategy: STRATEGY, seed }
    const points = yield* run({ ...input, budget: 10, rounds: Math.round(labels / 10) })
    return points.at(-1)!.accuracy
  })
  return Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
}

/** One person, from an empty project to exports in `forms`, by default all. */
export const one = async (
  browser: Browser,
  folder: string,
  seed: number,
  most: number,
  truth: Truth,
  forms: Forms = formats
): Promise<Outcome> => {
  await work(browser, folder, seed, most, truth)
  const project = `p${seed}.marginalia`, session = await sessionAt(join(folder, project))
  await carry(folder, project, seed, forms)
  return {
    labels: session.counts().labeled,
    training: session.models().at(-1)!.labels,
    person: accuracyOf(session, truth),
    loop: await loopAccuracy(folder, session, truth, seed)
  }
}

const main = async (): Promise<void> => {
  const [most = "300", seeds = "5", images = "2000", data = "fashion-mnist"] = process.argv.slice(2)
  const program = findBrowser()
  if (program === undefined) return console.log("skipped: no Chromium on the PATH, and no CHROME_PATH")
  const folder = mkdtempSync(join(tmpdir(), "marginalia-person-")), browser = await launch(program)
  try {
    const truth = await makePhotos(data, Number(images), join(folder, "photos")), all: Array<Outcome> = []
    for (let seed = 1; seed <= Number(seeds); seed++) {
      const found = await one(browser, folder, seed, Number(most), truth)
      console.log(seed, JSON.stringify(found))
      all.push(found)
    }
    const mean = (key: "person" | "loop") => Statistics.mean(all.map((found) => found[key]))
    const difference = mean("person") - mean("loop")
    console.log(
      `person ${mean("person").toFixed(4)}, run ${mean("loop").toFixed(4)}: ${(100 * difference).toFixed(2)} points`
    )
    if (difference < -0.02) process.exitCode = 1
  } finally {
    endAll()
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) await main()
