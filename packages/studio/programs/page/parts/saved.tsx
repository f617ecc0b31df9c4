import { counted } from "@marginalia/core/Words"
import { useStudio } from "../context.ts"

const words = {
  saved: "Saved",
  saving: "Saving",
  offline: "Server away",
  locked: "Link not accepted"
} as const

/** Whether all that was done is on the disk. */
export const SavedState = () => {
  const { outbox } = useStudio().acts
  const state = outbox.state.value, waiting = outbox.waiting.value.length
  const left = waiting === 0 ? "" : ` ${counted(waiting, "answer")} waiting`
  const title = state === "locked"
    ? "Open the link that the command prints. What is waiting stays in this browser and is sent then."
    : state === "offline"
    ? "Nothing is lost: what is waiting stays in this browser, and is sent as soon as the server is back."
    : "Every answer is on the disk of the server."
  return (
    <span class={`saved is-${state}`} title={title}>
      <i aria-hidden="true" />
      {words[state]}
      {state === "offline" || state === "locked"
        ? (
          <>
            {left} <button type="button" class="link" onClick={outbox.retry}>Try now</button>
          </>
        )
        : null}
    </span>
  )
}
