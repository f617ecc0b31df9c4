/**
 * In CI properties draw the same cases every time, so that a red run means a change and not bad luck. Everywhere else
 * they draw new ones: `npm test` on your machine goes on looking.
 */
import * as fc from "fast-check"

const SEED = 20_261_122

if (process.env["CI"] === "true") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED })
