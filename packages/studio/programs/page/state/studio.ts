/** The whole page, without its looks. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals"
import type { Server } from "../net/server.ts"
import type { Live, ProjectView } from "../wire.ts"
import { type Acts, makeActs, type World } from "./acts.ts"
import { type Classes, makeClasses } from "./classes.ts"
import { type Exporting, makeExporting } from "./exporting.ts"
import { type Grid, makeGrid } from "./grid.ts"
import { type Command, type Deed, keyMap } from "./keys.ts"
import { type Labeling, makeLabeling } from "./label.ts"
import { type Look, makeLook } from "./look.ts"
import { makeMaps, type Maps } from "./map.ts"
import { patiently, type Wish } from "./patient.ts"
import { makeProject, type Project } from "./project.ts"
import { makeReview, type Review } from "./review.ts"
import { makeSay, type Say } from "./say.ts"
import { makeSettings, type Settings } from "./settings.ts"

/** The views, in the order of their tabs. */
export const views = ["label", "grid", "review", "map", "progress"] as const

/** See {@link views}. */
export type ViewName = typeof views[number]

/** What lies over the page. */
export type Dialog = "palette" | "help" | "keys" | "classes" | "similar" | "other" | undefined

/** See the parts. */
export interface Studio {
  readonly project: Project
  readonly acts: Acts
  readonly say: Say
  readonly settings: Signal<Settings>
  readonly labeling: Labeling
  readonly grid: Grid
  readonly review: Review
  readonly maps: Maps
  readonly classes: Classes
  readonly exporting: Exporting
  readonly server: Server
  /** Asks the server for what it may not know yet: see {@link patiently}. */
  readonly ask: <A>(wish: Wish) => Promise<A | undefined>
  readonly look: Look
  readonly view: Signal<ViewName>
  readonly dialog: Signal<Dialog>
  /** The item whose neighbors are shown. */
  readonly similarTo: Signal<number | undefined>
  readonly keys: ReadonlySignal<ReadonlyMap<string, Deed>>
  readonly heard: (live: Live) => void
  /** What the views in front do with a deed before the page does; true: it is done. */
  readonly catchers: Map<string, (deed: Deed | undefined, key: string) => boolean>
}

/** Commands that lead to a view. */
export const isView = (command: Command): command is Command & ViewName =>
  (views as ReadonlyArray<string>).includes(command)

type Hearing = Pick<Studio, "acts" | "labeling" | "maps" | "project" | "say">

const hear = ({ acts, labeling, maps, project, say }: Hearing, live: Live): void => {
  switch (live._tag) {
    case "Changed": {
      const mine = acts.unsaved()
      labeling.overtake(live.items.filter((item) => !mine.has(item)))
      return project.touch()
    }
    case "Learner":
      return project.learner(live.learner)
    case "Mapped":
      return maps.again()
    case "Model":
      labeling.renew()
      project.touch()
      return say.say(
        live.sample === null
          ? `New order ${live.labels === 0 ? "without labels" : `from a model of ${live.labels} labels`}`
          : `New order of ${live.sample.toLocaleString("en")} items, drawn at random; that of all follows`
      )
  }
}

/** The page of the project `first`. */
export const makeStudio = (world: World, first: ProjectView): Studio => {
  const say = makeSay(world.wait), settings = makeSettings(world.store)
  const project = makeProject(first, world.server, world.wait)
  const acts = makeActs(world, project, say)
  const labeling = makeLabeling(world, project, acts, say, settings)
  const maps = makeMaps(world, project, acts, say)
  const view = signal<ViewName>("label")
  acts.show.value = (item) => {
    view.value = "label"
    labeling.show(item)
  }
  return {
    project,
    acts,
    say,
    settings,
    labeling,
    grid: makeGrid(world, project, acts, say),
    review: makeReview(world, project, acts, say),
    maps,
    server: world.server,
    ask: (wish) => patiently(world, wish),
    classes: makeClasses(project, acts),
    exporting: makeExporting(world, say),
    look: makeLook(),
    view,
    dialog: signal<Dialog>(undefined),
    similarTo: signal<number | undefined>(undefined),
    keys: computed(() => keyMap(project.named.value, settings.value.keys)),
    heard: (live) => hear({ acts, labeling, maps, project, say }, live),
    catchers: new Map()
  }
}
