import { createContext } from "preact"
import { useContext } from "preact/hooks"
import type { Studio } from "./state/studio.ts"

/** Where the components find the page's state. */
export const StudioContext = createContext<Studio | undefined>(undefined)

/** The page's state. */
export const useStudio = (): Studio => {
  const studio = useContext(StudioContext)
  if (studio === undefined) throw new Error("a component stands outside of the page")
  return studio
}
