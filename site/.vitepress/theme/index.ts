import type { Theme } from "vitepress"
import theme from "vitepress/theme-without-fonts"
import { h } from "vue"
import { Home, Missing } from "./home.ts"
import "./style.css"

/** The builder's theme, with a start page of our own (the layout named "home" is this component), and with what is said of a page that is not there. */
export default {
  extends: theme,
  Layout: () => h(theme.Layout, null, { "not-found": () => h(Missing) }),
  enhanceApp: ({ app }) => {
    app.component("home", Home)
  }
} satisfies Theme
