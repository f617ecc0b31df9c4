/**
 * The section on the papers' numbers.
 */
import type { Analysis, View } from "../analysis.ts"
import { comparisonTable } from "../paper/comparison.ts"
import { type Html, html } from "./html.ts"
import { table } from "./parts.ts"

const ofView = (analysis: Analysis, view: View): Html => {
  const found = comparisonTable(analysis, view)
  return found === undefined
    ? html`<p>No number of MSAL's Table 2 or of TypiClust is known for ${view.group.title}.</p>`
    : table(found)
}

/** The papers' numbers beside ours, for each data set. */
export const papers = (analysis: Analysis): Html => html`${analysis.views.map((view) => ofView(analysis, view))}`
