/** Keeps a canvas showing what the state says of the map. */
import { effect } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { useStudio } from "../context.ts"
import { pixel } from "../state/colors.ts"
import { inSlices, turnsOfBrowser } from "../state/slices.ts"
import type { Studio } from "../state/studio.ts"
import { drawAll, makePainter } from "./plot-paint.ts"

const isDark = (): boolean => {
  const theme = document.documentElement.dataset["theme"]
  return theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches)
}

const groundOf = (canvas: HTMLElement): number => {
  const [red = 0, green = 0, blue = 0] = getComputedStyle(canvas).backgroundColor.match(/\d+/g)?.map(Number) ?? []
  return pixel([red, green, blue])
}

/** A picture under way: where it is drawn, and what is left to draw. */
interface Picture {
  readonly image: ImageData
  readonly steps: Iterator<unknown>
}

/** Begins pictures of what the state says, in one image as long as the size is the same; none while there is nothing to draw. */
const makePictures = ({ maps, project }: Studio, at: HTMLCanvasElement) => {
  const painter = makePainter()
  let image: ImageData | undefined
  return (): Picture | undefined => {
    const data = maps.data.peek(), ratio = Math.min(2, devicePixelRatio)
    const screen = { width: Math.round(at.clientWidth * ratio), height: Math.round(at.clientHeight * ratio) }
    if (data === undefined || screen.width === 0 || screen.height === 0) return undefined
    if (image?.width !== screen.width || image.height !== screen.height) {
      image = new ImageData(screen.width, screen.height)
    }
    const out = new Uint32Array(image.data.buffer), dark = isDark()
    out.fill(groundOf(at))
    const steps = drawAll(out, screen, {
      data,
      painted: painter(data, maps.paint.peek(), project.named.peek(), dark),
      camera: maps.camera.peek(),
      selected: maps.selected.peek(),
      ratio,
      ring: pixel(dark ? [255, 255, 255] : [20, 22, 28]),
      accent: pixel(dark ? [159, 178, 255] : [47, 80, 200])
    })
    return { image, steps }
  }
}

/** Keeps the picture what the state says: one drawing at a time, in slices, shown when it is whole. */
export const usePicture = (canvas: { readonly current: HTMLCanvasElement | null }): void => {
  const studio = useStudio(), { maps, project, settings } = studio
  useEffect(() => {
    const at = canvas.current!, context = at.getContext("2d")!, turns = turnsOfBrowser()
    const picture = makePictures(studio, at)
    let waiting = 0, busy = false, again = false, end = (): void => {}
    const show = ({ image }: Picture): void => {
      if (at.width !== image.width || at.height !== image.height) {
        at.width = image.width
        at.height = image.height
      }
      context.putImageData(image, 0, 0)
      busy = false
      if (again) ask()
    }
    const paint = (): void => {
      waiting = 0
      again = false
      const next = picture()
      if (next === undefined) return
      busy = true
      end = inSlices(next.steps, turns, () => show(next))
    }
    // A picture that is under way is finished first: who moves the map all the time sees it move.
    const ask = (): void => {
      if (busy) again = true
      else waiting ||= requestAnimationFrame(paint)
    }
    const stop = effect(() => {
      void [maps.data.value, maps.paint.value, maps.camera.value, maps.selected.value]
      void [project.named.value, settings.value.theme]
      ask()
    })
    const sizes = new ResizeObserver(ask), scheme = matchMedia("(prefers-color-scheme: dark)")
    sizes.observe(at)
    scheme.addEventListener("change", ask)
    return () => {
      stop()
      end()
      sizes.disconnect()
      scheme.removeEventListener("change", ask)
      cancelAnimationFrame(waiting)
    }
  }, [])
}
