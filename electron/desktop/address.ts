/** The scheme under which the desktop door serves its page. */
export const APP_SCHEME = 'app'
/** The only host of that scheme. */
export const APP_HOST = 'rolecall'
/** The page itself. */
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`

/** Whether an address lies in our own origin. `URL.origin` is `null` for custom schemes, so the parts are compared. */
export function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host, username, password } = new URL(address)
  return protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === ''
}
