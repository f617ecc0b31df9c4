/** The start page, and the page of an address that is none. */
import { Content, withBase } from "vitepress"
import { VPHomeContent, VPHomeFeatures, VPHomeHero } from "vitepress/theme-without-fonts"
import { defineComponent, h } from "vue"

/** The start page as the builder's theme lays it out, but in a landmark of its own. */
export const Home = defineComponent({
  name: "Home",
  setup: () => () =>
    h("main", { class: "VPHome" }, [
      h(VPHomeHero),
      h(VPHomeFeatures),
      h(VPHomeContent, null, { default: () => h(Content) })
    ])
})

/** Says that there is no such page. */
export const Missing = defineComponent({
  name: "Missing",
  setup: () => () =>
    h("main", { class: "vp-doc missing" }, [
      h("h1", "There is no such page"),
      h("p", "It may have another name by now: the search above knows every page."),
      h("p", h("a", { href: withBase("/") }, "To the start page"))
    ])
})
