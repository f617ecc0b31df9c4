import type { ComponentChildren } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import { useStudio } from "../context.ts"

interface Props {
  readonly title: string
  readonly wide?: boolean
  readonly children: ComponentChildren
}

/** A dialog over the page: Escape, the cross and a click beside it close it; the focus goes back where it was. */
export const Over = ({ children, title, wide = false }: Props) => {
  const { dialog } = useStudio(), ref = useRef<HTMLDialogElement>(null)
  const close = (): void => {
    dialog.value = undefined
  }
  // Before anything else can happen: the next key is for the dialog already, however fast one types.
  useLayoutEffect(() => {
    const before = document.activeElement
    ref.current?.showModal()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      class={wide ? "wide" : ""}
      aria-labelledby="dialog-title"
      onClose={close}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return
        // At once: the browser's own way takes a task or two, in which keys would mean nothing.
        event.preventDefault()
        close()
      }}
      onClick={(event) => {
        if (event.target === ref.current) close()
      }}
    >
      <div class="sheet">
        <header>
          <h2 id="dialog-title">{title}</h2>
          <button type="button" class="icon" aria-label="Close" onClick={close}>✕</button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
