/*
 * Chromium knows no `app://` unless Electron teaches it, and refuses it before any interception. The stand-in lets it
 * load `https://<host>.<scheme>.electron.invalid/` instead: a secure origin of its own as Electron's would be. The app
 * sees only its own addresses; only the page itself can tell.
 */

const SUFFIX = '.electron.invalid'

/** The address that Chromium loads for one of the app's. */
export function toChromium(url) {
  const { protocol, host, pathname, search, hash } = new URL(url)
  if (['http:', 'https:', 'about:', 'data:', 'file:'].includes(protocol)) return url
  return `https://${host}.${protocol.slice(0, -1)}${SUFFIX}${pathname || '/'}${search}${hash}`
}

/** The app's address for one that Chromium reports. */
export function fromChromium(url) {
  if (!URL.canParse(url)) return url
  const { hostname, pathname, search, hash } = new URL(url)
  if (!hostname.endsWith(SUFFIX)) return url
  const [host, scheme] = hostname.slice(0, -SUFFIX.length).split(/\.(?=[^.]+$)/)
  return `${scheme}://${host}${pathname}${search}${hash}`
}
