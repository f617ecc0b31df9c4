/** The page's program: asks for the project, and puts the page on the screen. */
import { effect } from "@preact/signals"
import { render } from "preact"
import { App } from "./app.tsx"
import { listen } from "./net/live.ts"
import { Locked, server } from "./net/server.ts"
import { press } from "./press.ts"
import type { World } from "./state/acts.ts"
import { turnsOfBrowser } from "./state/slices.ts"
import { makeStudio, type Studio, type ViewName, views } from "./state/studio.ts"
import type { ProjectView } from "./wire.ts"

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

const later = (f: () => void): void =>
  void requestAnimationFrame(() => {
    requestAnimationFrame(() => setTimeout(f))
  })

const { next: soon } = turnsOfBrowser()

const download = (path: string): void => {
  const link = document.createElement("a")
  link.href = path
  link.download = ""
  link.click()
}

const world: World = {
  server,
  store: localStorage,
  now: () => Date.now(),
  nonce: () => crypto.randomUUID(),
  wait,
  soon,
  later,
  download
}

const place = document.getElementById("page")!

/** The project; asked for until the server answers. */
const asked = async (): Promise<ProjectView> => {
  for (;;) {
    try {
      return await server.get<ProjectView>("/api/project")
    } catch (error) {
      const says = error instanceof Locked
        ? "This link is not accepted (any more). Open the link that the command prints."
        : "The server does not answer. The page asks again."
      render(<p class="nothing" role="alert">{says}</p>, place)
      await wait(1000)
    }
  }
}

const viewIn = (hash: string): ViewName => views.find((name) => `#${name}` === hash) ?? "label"

/** The view stands in the address, the theme at the root, the project in the title. */
const tie = ({ project, settings, view }: Studio): void => {
  view.value = viewIn(location.hash)
  addEventListener("hashchange", () => {
    view.value = viewIn(location.hash)
  })
  effect(() => {
    if (viewIn(location.hash) !== view.value) location.hash = view.value
  })
  effect(() => {
    const { theme } = settings.value
    if (theme === "system") delete document.documentElement.dataset["theme"]
    else document.documentElement.dataset["theme"] = theme
  })
  effect(() => {
    document.title = `${project.parts.name.value} · Marginalia`
  })
}

const begin = async (): Promise<void> => {
  const studio = makeStudio(world, await asked())
  tie(studio)
  studio.acts.outbox.start()
  void studio.labeling.fill()
  render(<App studio={studio} />, place)
  addEventListener("keydown", (event) => press(studio, event))
  addEventListener("online", studio.acts.outbox.retry)
  listen(studio.heard, () => {
    studio.acts.outbox.retry()
    studio.project.touch()
  })
}

void begin()
