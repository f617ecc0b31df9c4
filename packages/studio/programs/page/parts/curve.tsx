import { useStudio } from "../context.ts"
import { axisOf, type Box, curveOf, type Point } from "../state/curve.ts"

const box: Box = { width: 320, height: 150, left: 34, right: 8, top: 8, bottom: 22 }

const line = (points: ReadonlyArray<Point>): string =>
  points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("")

const area = (low: ReadonlyArray<Point>, high: ReadonlyArray<Point>): string =>
  low.length === 0 ? "" : `${line(high)}${line(low.toReversed()).replace("M", "L")}Z`

/** Accuracy by training labels, and what to expect of more. */
export const Curve = () => {
  const { parts } = useStudio().project, measured = parts.measured.value, outlook = parts.outlook.value
  const curve = curveOf(measured.curve, outlook.forecast, box)
  if (curve.points.length < 2) return null
  const end = measured.curve.at(-1)
  const title = `Accuracy on held-out labels from ${measured.curve[0]!.labels} to ${end!.labels} training labels` +
    (outlook.forecast.length === 0 ? "" : `, and a forecast to ${outlook.forecast.at(-1)!.labels}`)
  return (
    <svg class="curve" viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-label={title}>
      {axisOf(curve.low, curve.high, 3).map((value) => {
        const y = curve.y(value)
        return (
          <g key={value}>
            <line class="rule" x1={box.left} x2={box.width - box.right} y1={y} y2={y} />
            <text x={box.left - 6} y={y + 3.5} text-anchor="end">{Math.round(value * 100)}</text>
          </g>
        )
      })}
      {axisOf(0, curve.most, 4).map((value) => (
        <text
          key={value}
          x={curve.x(value)}
          y={box.height - 5}
          text-anchor={curve.x(value) > box.width - 2 * box.right ? "end" : "middle"}
        >
          {value.toLocaleString("en")}
        </text>
      ))}
      <path class="band" d={area(curve.forecastLow, curve.forecastHigh)} />
      <path class="forecast" d={line(curve.forecast)} />
      <path class="measured" d={line(curve.points)} />
      {curve.points.map(({ x, y }) => <circle key={x} cx={x} cy={y} r="2" />)}
    </svg>
  )
}
