/**
 * The section on what further labels would bring.
 */
import { Forecast } from "@marginalia/core"
import { counted, grouped } from "@marginalia/core/Words"
import type { Analysis, View } from "../analysis.ts"
import type { StrategyForecast } from "../forecasts.ts"
import { NONE } from "../numbers.ts"
import { drawForecast } from "../plot/forecast.ts"
import { legend } from "./curves.ts"
import { type Html, html } from "./html.ts"
import { type Drawing, figure, type Table, table } from "./parts.ts"

const near = (value: number): string => value.toFixed(3)

const between = (value: number, low: number, high: number): string => `${near(value)} (${near(low)} to ${near(high)})`

/** In how many steps a fitted curve is drawn. */
const STEPS = 60

const curveOf = ({ found, horizon, measured }: StrategyForecast) => {
  if (found._tag === "TooFewPoints") return []
  const first = measured[0]!.labels, end = Math.max(horizon, found.measured)
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const labels = first + (end - first) * i / STEPS
    return { labels, accuracy: Forecast.accuracyAt(found.curve, labels) }
  })
}

/** The forecasts of a view, drawn; undefined where there is none. */
export const forecastsDrawn = ({ looks }: Analysis, { forecasts, group }: View): Drawing | undefined => {
  const some = forecasts.filter(({ ahead }) => ahead.length > 0)
  if (some.length === 0) return undefined
  const drawn = some.map((one) => ({
    look: looks.get(one.strategy)!,
    measured: one.measured,
    curve: curveOf(one),
    ahead: one.ahead
  }))
  const title = `${group.title}: accuracy that further labels are expected to bring ${
    counted(some.length, "strategy")
      .replace(/ys$/, "ies")
  }, with 95 % intervals`
  const draw = (width: number, height: number) => drawForecast(drawn, { title, width, height })
  return { wide: draw(860, 400), narrow: draw(358, 300) }
}

const hindcastCell = ({ hindcast }: StrategyForecast): string =>
  hindcast === undefined
    ? NONE
    : `${between(hindcast.expected.accuracy, hindcast.expected.low, hindcast.expected.high)}, was ${
      near(hindcast.measured)
    }`

const forecastRow = (one: StrategyForecast): ReadonlyArray<string> => {
  const { ahead, found, strategy } = one, end = ahead.at(-1)
  if (found._tag === "TooFewPoints") return [strategy, ...Array.from({ length: 6 }, () => NONE)]
  const parameters = Forecast.parameters(found).map(({ high, low, value }) => between(value, low, high))
  return [
    strategy,
    ...parameters,
    end === undefined ? NONE : `${between(end.accuracy, end.low, end.high)} at ${grouped(end.labels)}`,
    hindcastCell(one)
  ]
}

/** PALM's parameters of each strategy and what they foretell; undefined where there is no forecast. */
export const forecastsTable = ({ forecasts, group }: View): Table | undefined => {
  if (forecasts.every(({ found }) => found._tag === "TooFewPoints")) return undefined
  const batch = forecasts.flatMap(({ found }) => found._tag === "Forecast" ? [found.curve.batch] : [])[0]!
  return {
    caption: `${group.title}: PALM's learning curve of each strategy, with 95 % intervals`,
    head: ["strategy", "maximum", "δ", "α", "β", "expected", "the last third, foretold"],
    rows: forecasts.map(forecastRow),
    notes: [
      `accuracy after n labels: maximum · (1 − (1 − δ)^((n / ${
        batch.toFixed(1)
      } + α)^β)); the parameters make up for each other, so ` +
      "that their intervals may be wide where that of the accuracy is narrow",
      "the last third, foretold: what the first two thirds of the rounds expect at the last number of labels, and what was measured"
    ]
  }
}

const aheadSentence = ({ ahead, found, horizon, last, strategy }: StrategyForecast, size: number): string => {
  if (found._tag === "TooFewPoints") return `${strategy}: no forecast; ${found.reason}.`
  const end = ahead.at(-1)
  if (end === undefined) return `${strategy}: every item of the pool has a label, so that there is nothing to expect.`
  const all = horizon === size ? ", the whole pool," : ""
  const nothing = end.low <= last
    ? " The interval does not lie above what is reached already: it does not say that more labels help."
    : ""
  return `${strategy}: ${grouped(horizon)} labels${all} are expected to bring an accuracy of ` +
    `${between(end.accuracy, end.low, end.high)}; ${grouped(found.measured)} brought ${near(last)}.${nothing}`
}

const hindcastSentence = ({ hindcast }: StrategyForecast): string => {
  if (hindcast === undefined) return ""
  const { expected: { accuracy, high, labels, low }, measured, rounds } = hindcast
  const missed = measured < low || measured > high
  return ` Its first ${rounds} rounds would have foretold ${between(accuracy, low, high)} at ${
    grouped(labels)
  }, where ` +
    `${near(measured)} was measured${missed ? ": outside the interval, so do not rely on it" : ""}.`
}

/** What is expected of a strategy, in words with its numbers. `size`: how many items the pool has. */
export const forecastSentence = (one: StrategyForecast, size: number): string =>
  aheadSentence(one, size) + hindcastSentence(one)

/** How many runs an interval over runs wants. */
const RUNS = 10

const caution = (forecasts: ReadonlyArray<StrategyForecast>): string => {
  const least = Math.min(...forecasts.map(({ runs }) => runs))
  const few = least === 1
    ? " Of one run it comes from the residuals of its points."
    : least < RUNS
    ? ` It comes from drawing ${least} runs again and again; of so few it is too narrow.`
    : " It comes from drawing the runs again and again."
  return `The interval knows of the noise of what was measured, and not of whether the world follows the curve.${few}`
}

/** What further labels would bring on a view: a drawing, sentences, the parameters. */
export const expectations = (analysis: Analysis, view: View): Html => {
  const drawing = forecastsDrawn(analysis, view), parameters = forecastsTable(view)
  const { forecasts, group: { whole } } = view, size = whole[0]!.config.size
  const said = html`<ul class="said">${forecasts.map((one) => html`<li>${forecastSentence(one, size)}</li>`)}</ul>`
  if (drawing === undefined) return html`${said}${parameters !== undefined && table(parameters)}`
  const caption =
    "Dots: mean accuracy over seeds. Line: PALM's curve, fitted to all dots. Band: 95 % interval beyond the last dot."
  return html`<div data-highlight>${legend(analysis, view)}
${figure(drawing, caption)}</div>
<p>${caution(forecasts)}</p>
${said}
${parameters !== undefined && table(parameters)}`
}
