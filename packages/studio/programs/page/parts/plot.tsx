import { useRef } from "preact/hooks"
import { type Hands, useHands } from "./plot-hands.ts"
import { usePicture } from "./plot-picture.ts"

/** The points. */
export const Plot = (props: Hands) => {
  const canvas = useRef<HTMLCanvasElement>(null), line = useRef<SVGPolygonElement>(null), now = useRef(props)
  now.current = props
  usePicture(canvas)
  useHands(canvas, line, now)
  return (
    <>
      <canvas
        ref={canvas}
        class={props.lasso ? "lasso" : ""}
        role="img"
        aria-label="Map of all items: what looks alike lies together"
      />
      <svg class="lasso-line" aria-hidden="true">
        <polygon ref={line} />
      </svg>
    </>
  )
}
