import { useSignal } from "@preact/signals"
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks"
import { useStudio } from "../context.ts"
import { Palette } from "../parts/palette.tsx"
import { Plot } from "../parts/plot.tsx"
import { Selection } from "../parts/selection.tsx"
import { Thumb } from "../parts/thumb.tsx"
import { colorOf, css, heat } from "../state/colors.ts"
import type { Command, Deed } from "../state/keys.ts"
import { type Paint, paints, tallied } from "../state/map.ts"
import { all, frameOf, nearer, type Screen, shifted, within } from "../state/plane.ts"
import type { Studio } from "../state/studio.ts"

const Legend = () => {
  const { maps, project } = useStudio(), data = maps.data.value
  const of = maps.paint.value === "prediction" ? data?.predicted : data?.labels
  const counts = useMemo(() => (of === undefined ? [] : tallied(of)), [of])
  if (data === undefined) return null
  if (maps.paint.value === "uncertainty") {
    return (
      <p class="legend">
        <i style={{ background: css(heat(0, false)) }} />sure <i style={{ background: css(heat(1, false)) }} />unsure
      </p>
    )
  }
  const nthOf = new Map(project.named.value.map(({ id }, nth) => [id, nth]))
  return (
    <ul class="legend">
      {counts.slice(0, 20).map(([id, count]) => (
        <li key={id}>
          <i style={{ background: css(colorOf(nthOf.get(id) ?? id)) }} />
          {project.nameOf(id)} <small>{count.toLocaleString("en")}</small>
        </li>
      ))}
      {counts.length === 0
        ? (
          <li>
            <small>{maps.paint.value === "label" ? "nothing is labeled yet" : "there is no model yet"}</small>
          </li>
        )
        : null}
    </ul>
  )
}

const Tools = ({ lasso, screen, setLasso }: {
  readonly lasso: boolean
  readonly screen: () => Screen
  readonly setLasso: (lasso: boolean) => void
}) => {
  const { maps } = useStudio()
  const middle = (factor: number) => () =>
    maps.look((camera) => nearer(camera, screen(), factor, screen().width / 2, screen().height / 2))
  return (
    <div class="tools">
      <label class="only">
        Color by
        <select value={maps.paint.value} onChange={({ currentTarget: { value } }) => maps.setPaint(value as Paint)}>
          {(Object.keys(paints) as ReadonlyArray<Paint>).map((name) => (
            <option key={name} value={name}>{paints[name]}</option>
          ))}
        </select>
      </label>
      <span class="orders" role="group" aria-label="What a drag does">
        <button type="button" aria-pressed={!lasso} onClick={() => setLasso(false)}>Move</button>
        <button type="button" aria-pressed={lasso} onClick={() => setLasso(true)}>Lasso</button>
      </span>
      <button type="button" onClick={() => selectFrame(maps, screen())}>Select what is in view</button>
      <span class="zooms">
        <button type="button" class="icon" aria-label="Zoom out" onClick={middle(0.7)}>−</button>
        <button type="button" class="icon" aria-label="Zoom in" onClick={middle(1.4)}>+</button>
        <button type="button" class="icon" aria-label="Show everything" onClick={() => maps.look(() => all)}>⤢</button>
      </span>
    </div>
  )
}

const selectFrame = (maps: Studio["maps"], screen: Screen): void => {
  const data = maps.data.peek()
  if (data !== undefined) maps.select(within(data.points, frameOf(maps.camera.peek(), screen)))
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [60, 0],
  ArrowRight: [-60, 0],
  ArrowUp: [0, 60],
  ArrowDown: [0, -60]
}

const zooms: { readonly [K in Command]?: number } = { zoomIn: 1.25, zoomOut: 0.8 }

/** Of a large pool, what was fitted and what was placed. */
const sampled = ({ fitted, size }: { readonly fitted: number; readonly size: number }): string =>
  fitted < size
    ? ` It was fitted to ${
      fitted.toLocaleString("en")
    } items, drawn at random; each other lies among those it is most like.`
    : ""

/** What a key does on the map; false where it means nothing here. */
const pressOn = ({ maps }: Studio, screen: Screen, open: () => void, deed: Deed | undefined, key: string): boolean => {
  const move = moves[key]
  if (move !== undefined) return maps.look((camera) => shifted(camera, screen, ...move)), true
  if (key === "Escape") return maps.select(new Uint32Array(0)), true
  if (key === "Enter") return selectFrame(maps, screen), true
  if (deed === undefined) return false
  if ("class" in deed) return maps.label(deed.class), true
  const zoom = zooms[deed.command]
  if (zoom !== undefined) {
    return maps.look((camera) => nearer(camera, screen, zoom, screen.width / 2, screen.height / 2)), true
  }
  if (deed.command === "plain") return maps.look(() => all), true
  if (deed.command === "palette" && maps.open.peek().length > 0) return open(), true
  return false
}

/** All items at once. */
export const MapView = () => {
  const studio = useStudio(), { catchers, dialog, maps, project } = studio
  const lasso = useSignal(true), palette = useSignal(false), box = useRef<HTMLDivElement>(null)
  const over = useSignal<readonly [item: number, x: number, y: number] | undefined>(undefined)
  const screen = (): Screen => ({ width: box.current?.clientWidth ?? 1, height: box.current?.clientHeight ?? 1 })
  const open = (): void => {
    palette.value = true
    dialog.value = "other"
  }
  useLayoutEffect(() => {
    catchers.set("map", (deed, key) => pressOn(studio, screen(), open, deed, key))
    return () => void catchers.delete("map")
  }, [])
  const model = project.parts.learner.value.model?.number
  useEffect(() => maps.load(), [model])
  useEffect(() => {
    if (dialog.value === undefined) palette.value = false
  }, [dialog.value])
  const data = maps.data.value, seen = over.value
  return (
    <section class="map" aria-label="Map">
      <div class="plane" ref={box}>
        {data === undefined
          ? <p class="nothing" role="status">{maps.problem.value ?? "Drawing the map …"}</p>
          : <Plot lasso={lasso.value} over={(item, x, y) => (over.value = item < 0 ? undefined : [item, x, y])} />}
        {seen === undefined || data === undefined ?
          null :
          (
            <div class="over" aria-hidden="true" style={{ left: `${seen[1]}px`, top: `${seen[2]}px` }}>
              {project.parts.kind.value === "image" ? <Thumb item={{ item: seen[0] }} /> : null}
              <span>
                {data.labels[seen[0]]! >= 0
                  ? project.nameOf(data.labels[seen[0]])
                  : data.predicted[seen[0]]! >= 0
                  ? `${project.nameOf(data.predicted[seen[0]])}?`
                  : "open"}
              </span>
            </div>
          )}
      </div>
      <Tools lasso={lasso.value} screen={screen} setLasso={(value) => (lasso.value = value)} />
      <aside aria-label="Selection">
        <Legend />
        <Selection open={open} />
        <p class="note">
          {data?.kind === "pca"
            ? "Two principal components; a better map (UMAP) takes their place when it is drawn."
            : data === undefined
            ? ""
            : `UMAP of the embedding: near means alike; far says little.${sampled(data)}`}
        </p>
      </aside>
      {palette.value ? <Palette title={`Label ${maps.open.value.length} items`} pick={maps.label} /> : null}
    </section>
  )
}
