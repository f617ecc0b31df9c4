/**
 * Who may see the page: the token of the link, and the cookie that it is exchanged for.
 *
 * The cookie is a name with a signature that only who has the token can make, so that nothing has to be remembered: a page that
 * is open while the server is started again, with the same token, goes on.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto"

/** A new token: 256 random bits, as text for a link. */
export const newToken = (): string => randomBytes(32).toString("base64url")

/** The shortest token that is taken: 128 bits in base64. */
export const SHORTEST = 22

const digest = (text: string): Buffer => createHmac("sha256", "marginalia").update(text).digest()

/** Whether two texts are equal, in a time that does not tell where they differ. */
export const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

const sign = (token: string, name: string): string =>
  createHmac("sha256", token).update(`cookie\n${name}`).digest("base64url")

/** The cookie of the person `name`. */
export const cookieFor = (token: string, name: string): string =>
  `${Buffer.from(name, "utf8").toString("base64url")}.${sign(token, name)}`

/** Who has this cookie; undefined where it is none of ours. */
export const personOf = (token: string, cookie: string | undefined): string | undefined => {
  const at = cookie?.indexOf(".") ?? -1
  if (cookie === undefined || at < 0) return undefined
  const name = Buffer.from(cookie.slice(0, at), "base64url").toString("utf8")
  return same(cookie, cookieFor(token, name)) ? name : undefined
}

/** The longest name of a person, in UTF-16 units. */
export const LONGEST_PERSON = 60

/** Who acts where the link names nobody. */
export const SOMEBODY = "me"

/** A person's name as it is kept; undefined for one that is blank, too long, or holds what is not seen. */
export const personName = (text: string | null): string | undefined => {
  if (text === null) return SOMEBODY
  const name = text.normalize("NFC").trim()
  if (name === "" || name.length > LONGEST_PERSON || !name.isWellFormed()) return undefined
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name) ? undefined : name
}
