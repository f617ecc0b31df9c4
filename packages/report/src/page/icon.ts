/** The page's icon: two learning curves, in the page itself. */
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="6" fill="#00509d"/>
<path d="M6 25C8 12 14 8 26 7" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round"/>
<path d="M6 25C11 19 17 15 26 14" fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="2.5" stroke-linecap="round"/>
</svg>`

/** Its address, which is the drawing, so that a browser asks nobody for one. */
export const icon = `data:image/svg+xml,${encodeURIComponent(drawing)}`
