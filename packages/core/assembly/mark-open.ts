import { loosened, up } from "./rounding"

/**
 * Marks rows from … to − 1 that `assign` will look at, 1 each, and the others, which their bounds close, 0. It changes no bound: the numbers
 * are those by which `isOpen` decides before it looks at the row.
 */
export function markOpen(
  from: i32,
  to: i32,
  k: i32,
  groups: i32,
  assignment: usize,
  upper: usize,
  lower: usize,
  drift: usize,
  flags: usize
): void {
  const drifts = drift + (<usize> k << 2)
  for (let i = from; i < to; i++) {
    const own = load<i32>(assignment + (<usize> i << 2)), at = lower + <usize> i * (<usize> groups << 2)
    let least = f32.MAX_VALUE
    for (let g: usize = 0; g < <usize> groups; g++) {
      least = min(least, loosened(load<f32>(at + (g << 2)), load<f32>(drifts + (g << 2))))
    }
    let open = own < 0
    if (!open) {
      const mine = <f64> load<f32>(upper + (<usize> i << 2)) + <f64> load<f32>(drift + (<usize> own << 2))
      open = !(up(mine) < least)
    }
    store<i32>(flags + (<usize> i << 2), open ? 1 : 0)
  }
}
