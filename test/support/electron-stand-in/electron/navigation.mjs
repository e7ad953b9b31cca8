import { cancellable } from './cancellable.mjs'
import { answerOf } from './protocol.mjs'
import { fromChromium } from './scheme.mjs'

/**
 * Every request of a window passes here: the app's own schemes are answered by the app, and a navigation that the app
 * did not begin itself is first shown to it as `will-navigate`.
 */
export function guardRequests({ session, contents, isOwn }) {
  session.on('Fetch.requestPaused', (paused) => {
    decide(paused).catch((error) => {
      console.error('The stand-in could not answer a request:', error)
      return fail(paused, 'Failed').catch(() => undefined)
    })
  })
  const fail = ({ requestId }, errorReason) => session.send('Fetch.failRequest', { requestId, errorReason })

  async function decide(paused) {
    const { requestId, request, resourceType, frameId } = paused
    const url = fromChromium(request.url)
    const navigates = resourceType === 'Document' && frameId === contents.mainFrame.id
    if (navigates && !isOwn(request.url) && !permits(contents, url)) return fail(paused, 'Aborted')
    const answer = await answerOf({ ...request, url })
    if (answer) return session.send('Fetch.fulfillRequest', { requestId, ...answer })
    return session.send('Fetch.continueRequest', { requestId })
  }
  return session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
}

function permits(contents, url) {
  const event = cancellable({
    url,
    isMainFrame: true,
    frame: contents.mainFrame,
    initiator: contents.mainFrame,
  })
  contents.emit('will-navigate', event, url)
  return !event.defaultPrevented
}
