/**
 * Drawings as PNG, where the machine can make them.
 */
import * as Effect from "effect/Effect"

/** SVG to PNG, at twice the size; or why not. */
export type Painter =
  | { readonly _tag: "Painter"; readonly paint: (svg: string) => Uint8Array }
  | { readonly _tag: "None"; readonly problem: string }

const PROBE =
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text x="2" y="15" font-size="14">mm</text></svg>`

type Resvg = typeof import("@resvg/resvg-js")

const options = { fitTo: { mode: "zoom" as const, value: 2 }, font: { loadSystemFonts: true } }

/** Whether letters are drawn: without any font on the machine they are left out. */
const writes = ({ Resvg }: Resvg): boolean => new Resvg(PROBE, options).render().pixels.some((byte) => byte !== 0)

/** Loads the painter: a compiled library, which not every machine can load, and fonts, which not every one has. */
export const painter: Effect.Effect<Painter> = Effect.gen(function*() {
  const library = yield* Effect.tryPromise(() => import("@resvg/resvg-js")).pipe(Effect.orElseSucceed(() => undefined))
  if (library === undefined) {
    const problem =
      "PNGs were left out: @resvg/resvg-js cannot be loaded here (npm install @resvg/resvg-js); the SVGs hold the same"
    return { _tag: "None", problem }
  }
  if (!writes(library)) {
    return {
      _tag: "None",
      problem: "PNGs were left out: this machine has no fonts; install some, such as fonts-dejavu-core"
    }
  }
  return { _tag: "Painter", paint: (svg) => new Uint8Array(new library.Resvg(svg, options).render().asPng()) }
})
