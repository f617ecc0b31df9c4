import { counted, duration } from "@marginalia/core/Words"
import { useStudio } from "../context.ts"
import type { ClassView, Interval, LearnerView } from "../wire.ts"
import { Curve } from "./curve.tsx"

/** A share in percent, with a decimal where a whole number would say none or all of it. */
const percent = (value: number): string =>
  (value * 100).toFixed((value > 0.99 && value < 0.9995) || (value > 0 && value < 0.01) ? 1 : 0)

const Measure = ({ name, of }: { readonly name: string; readonly of: Interval | null }) =>
  of === null ? null : (
    <p class="measure">
      <b>
        {percent(of.value)}
        <small>%</small>
      </b>
      <span>{name}</span>
      <small>{percent(of.low)} to {percent(of.high)}&nbsp;%</small>
    </p>
  )

/** How right the model is, from the held-out labels alone. */
export const Accuracy = () => {
  const { parts } = useStudio().project
  const measure = parts.measure.value, measured = parts.measured.value, heldOut = parts.heldOut.value
  const words = measure === 0
    ? "Nothing is held out (measure is 0): how right the model is cannot be told."
    : measured.accuracy === null
    ? `Every ${
      Math.round(1 / measure)
    }th answer goes to a random sample that is never learned from. Its labels will tell how right the model is: ${measured.items} so far.`
    : `Measured on ${counted(measured.items, "held-out label")} of ${
      heldOut.toLocaleString("en")
    }, drawn at random and never learned from; 95 % intervals.`
  return (
    <section aria-label="Accuracy">
      <h2>How right the model is</h2>
      <div class="measures">
        <Measure name="accuracy" of={measured.accuracy} />
        <Measure name="balanced" of={measured.balancedAccuracy} />
      </div>
      <Curve />
      <p class="note">{words}</p>
    </section>
  )
}

/** Whether going on is worth it. */
export const WorthIt = () => {
  const outlook = useStudio().project.parts.outlook.value
  const last = outlook.forecast.at(-1)
  return (
    <section aria-label="Outlook">
      <h2>{outlook.stop ? "Going on is hardly worth it" : "Is it worth going on?"}</h2>
      {last === undefined
        ? <p class="note">{outlook.missing ?? "There is no forecast yet."}</p>
        : (
          <p class="note">
            At {last.labels.toLocaleString("en")} labels, expect {percent(last.accuracy.value)}&nbsp;%{" "}
            ({percent(last.accuracy.low)} to {percent(last.accuracy.high)}&nbsp;%).
          </p>
        )}
      <ul class="reasons">
        {outlook.reasons.map(({ name, says, stop }) => (
          <li key={name} class={stop ? "stop" : "go"}>
            <b>{stop ? "Stop:" : "Go on:"}</b> {says}
          </li>
        ))}
      </ul>
    </section>
  )
}

const Share = ({ most, one }: { readonly most: number; readonly one: ClassView }) => (
  <li class={one.labels === 0 ? "unseen-class" : ""}>
    <span class="name">{one.name}</span>
    <span class="count">{one.labels === 0 ? "none yet" : one.labels.toLocaleString("en")}</span>
    <span class="track" aria-hidden="true">
      <i style={{ width: `${(100 * one.labels) / Math.max(1, most)}%` }} />
    </span>
    {one.predicted === null
      ? null
      : (
        <small title="share of all items that the model gives this class">
          {percent(one.predicted)}&nbsp;% of the pool
        </small>
      )}
  </li>
)

/** Labels by class; the classes that nobody has seen yet come last, and are named. */
export const Balance = ({ most = 12 }: { readonly most?: number }) => {
  const { dialog, project } = useStudio()
  const classes = project.classes.value.toSorted((a, b) => b.labels - a.labels)
  const unseen = classes.filter(({ labels }) => labels === 0).length
  return (
    <section aria-label="Classes">
      <h2>
        Classes
        <button type="button" class="link" onClick={() => (dialog.value = "classes")}>Change …</button>
      </h2>
      <ul class="balance">
        {classes.slice(0, most).map((one) => <Share key={one.id} one={one} most={classes[0]!.labels} />)}
      </ul>
      {classes.length > most ? <p class="note">and {classes.length - most} more</p> : null}
      {unseen > 0 && classes.some(({ labels }) => labels > 0)
        ? <p class="note">{counted(unseen, "class").replace(/classs$/, "classes")} never seen.</p>
        : null}
    </section>
  )
}

const doings: Readonly<Record<LearnerView["doing"], string>> = {
  starting: "Starting",
  embedding: "Reading the items",
  training: "Learning",
  choosing: "Choosing what to ask",
  drawing: "Drawing the map",
  idle: "Up to date",
  off: "Off"
}

/** What the last order is of: the first is made before there are labels, by no model, so that orders are not counted as models. */
const madeBy = (labels: number): string => labels === 0 ? "no model yet" : `a model of ${counted(labels, "label")}`

/** What the learner does. */
export const Learner = () => {
  const learner = useStudio().project.parts.learner.value, { done, model, total } = learner
  const going = total > 0 && done < total && learner.doing !== "idle" && learner.doing !== "off"
  return (
    <section aria-label="Learner">
      <h2>Learner</h2>
      <p class="note">
        <b>{doings[learner.doing]}</b>
        {going ? ` ${done.toLocaleString("en")} of ${total.toLocaleString("en")}` : ""}
        {model === null ? "" : ` · ${madeBy(model.labels)}, ${duration(model.ms)}`}
      </p>
      {going ? <progress aria-label={doings[learner.doing]} max={total} value={done} /> : null}
      {learner.sample === null ? null : (
        <p class="note">
          The order is that of {learner.sample.toLocaleString("en")}{" "}
          items, drawn at random; that of all takes its place when it is made.
        </p>
      )}
      <p class="note spec">{learner.encoder}</p>
      {learner.advice === null ? null : <p class="note">{learner.advice}</p>}
      {learner.problem === null ? null : <p class="note problem" role="alert">{learner.problem}</p>}
    </section>
  )
}

/** Beside the item: what matters while labeling. */
export const Panel = () => (
  <>
    <Accuracy />
    <WorthIt />
    <Balance />
    <Learner />
  </>
)
